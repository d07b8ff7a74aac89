package org.odenet.examples.index;

import java.nio.file.Path;
import java.util.Random;

/** Adds images to an index until it is killed. */
final class AddingProcess {

    static final int BATCH = 50;
    static final String ONCE = "once";
    static final String ALWAYS = "always";

    private static final int DIMENSION = 16;

    private AddingProcess() {}

    static FeatureIndex open(Path folder) {
        return FeatureIndex.open(folder, "network", DIMENSION);
    }

    static float[] vector(int i) {
        Random random = new Random(i);
        float[] vector = new float[DIMENSION];
        for (int d = 0; d < DIMENSION; d++) {
            vector[d] = (float) random.nextGaussian();
        }
        return vector;
    }

    public static void main(String[] arguments) {
        boolean always = arguments[1].equals(ALWAYS);
        FeatureIndex index = open(Path.of(arguments[0]));
        for (int i = 0; ; i++) {
            index.add("image-" + i, i, vector(i));
            int added = i + 1;
            if (added % BATCH == 0) {
                // A search writes segments that no commit holds.
                index.search(vector(i), 1);
                say("added " + added);
                if (always || added == BATCH) {
                    index.commit();
                    say("committed " + added);
                }
            }
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
