package org.odenet.models;

import java.util.Map;
import java.util.Set;

/** What the settings of all methods in a model file have in common. */
final class Settings {

    private Settings() {}

    /** Refuses settings that a method does not have, or that have no value. */
    static void requireKnown(String kind, String method, Map<String, Double> settings, Set<String> known) {
        settings.forEach((name, value) -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("the " + kind + " '" + method + "' has no setting '" + name
                        + "'; it has " + known.stream().sorted().toList());
            }
            if (value == null) {
                throw new IllegalArgumentException(
                        "the " + kind + "'s setting '" + name + "' has no value; give it a number");
            }
        });
    }

    static long whole(String kind, String name, double value) {
        if (value != Math.rint(value)) {
            throw new IllegalArgumentException(
                    "the " + kind + "'s setting '" + name + "' is " + value + "; it must be a whole number");
        }
        return (long) value;
    }
}
