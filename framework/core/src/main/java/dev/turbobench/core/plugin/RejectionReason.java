package dev.turbobench.core.plugin;

/** Why a plugin was not loaded. */
public enum RejectionReason {
    NO_JAR,
    UNREADABLE,
    UNREADABLE_JAR,
    EXCESSIVE_JAR,
    HEADER_MISSING,
    HEADER_INVALID,
    SEVERAL_MAIN_JARS,
    API_INCOMPATIBLE,
    HOST_CLASSES_BUNDLED,
    CLASS_PATH_OUTSIDE,
    SERVICE_MISSING,
    DUPLICATE_ID,
    NAME_RESERVED,
    LOAD_FAILED,
    COMPONENT_INVALID
}
