package org.odenet.core.lookup;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;

/** Finds things by name, and says which names there are where one is unknown. */
public final class NameLookup {

    private NameLookup() {}

    /**
     * Finds a thing by its name, whatever the case.
     *
     * @param kind what it is, for the message, such as {@code solver}
     * @param name its name
     * @param choices all things by name, in lower case
     * @param <T> the type of the things
     * @return the thing
     * @throws IllegalArgumentException if there is no such name, with the nearest and all others
     */
    public static <T> T find(String kind, String name, Map<String, T> choices) {
        T found = choices.get(name.toLowerCase(Locale.ROOT));
        if (found == null) {
            String nearest = choices.keySet().stream()
                    .min(Comparator.comparingInt(choice -> distance(name.toLowerCase(Locale.ROOT), choice)))
                    .orElse("");
            throw new IllegalArgumentException("unknown " + kind + " '" + name + "'; did you mean '" + nearest
                    + "'? There are: " + String.join(", ", choices.keySet()));
        }
        return found;
    }

    /** The Levenshtein distance: how many letters must be inserted, deleted or replaced. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
