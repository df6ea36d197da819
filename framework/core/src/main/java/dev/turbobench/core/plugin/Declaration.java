package dev.turbobench.core.plugin;

import static dev.turbobench.core.plugin.RejectionReason.COMPONENT_INVALID;

import dev.turbobench.spi.option.OptionSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a component says about itself, read once when its plugin was loaded.
 *
 * @param name unique among the components of its kind
 * @param description one sentence
 * @param options the options it declares
 */
record Declaration(String name, String description, List<OptionSpec> options) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

    Declaration {
        Objects.requireNonNull(name, "name() returned null");
        Objects.requireNonNull(description, "description() returned null");
        options = List.copyOf(Objects.requireNonNull(options, "options() returned null"));
    }

    void check(String kind) throws PluginRejectedException {
        if (!NAME.matcher(name).matches()) {
            throw new PluginRejectedException(
                    COMPONENT_INVALID,
                    "%s name: expected lower-case letters, digits and dashes, found \"%s\"".formatted(kind, name));
        }
        if (description.isBlank()) {
            throw new PluginRejectedException(COMPONENT_INVALID, "%s %s has no description".formatted(kind, name));
        }
        Set<String> seen = new HashSet<>();
        for (OptionSpec option : options) {
            if (!seen.add(option.name().replace('-', '_'))) {
                throw new PluginRejectedException(
                        COMPONENT_INVALID, "%s %s declares the option %s twice".formatted(kind, name, option.name()));
            }
        }
    }
}
