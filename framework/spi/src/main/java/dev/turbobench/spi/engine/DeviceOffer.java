package dev.turbobench.spi.engine;

import java.util.regex.Pattern;

/**
 * A kind of device that an engine can run on.
 *
 * @param name what users write after {@code --device}, for example {@code cuda}; {@code auto} is reserved
 * @param description what was found, for example the names of the devices
 * @param availability whether it can be used now
 */
public record DeviceOffer(String name, String description, Availability availability) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

    public DeviceOffer {
        if (!NAME.matcher(name).matches() || name.equals("auto")) {
            throw new IllegalArgumentException("not a device name: \"%s\"".formatted(name));
        }
    }
}
