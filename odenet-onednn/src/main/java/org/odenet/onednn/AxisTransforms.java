package org.odenet.onednn;

/**
 * The transforms of Winograd's convolution along one axis of tiles of one size.
 *
 * @param input from the values of the convolution's input to those at the points
 * @param inputToPlanes the same, to planes
 * @param outputFromPlanes from products at the points, in planes, to the values of the output
 * @param output the same, from an array
 * @param cotangent from the values of the output's cotangent to those at the points
 * @param cotangentToPlanes the same, to planes
 */
record AxisTransforms(
        InArrays input,
        ToPlanes inputToPlanes,
        FromPlanes outputFromPlanes,
        InArrays output,
        InArrays cotangent,
        ToPlanes cotangentToPlanes) {

    /** A transform between arrays. */
    @FunctionalInterface
    interface InArrays {

        void run(float[] from, int at, float[] to, int place, Layout layout);

        /**
         * Runs any of them. The compiler keeps vectors in registers only where it takes in all of a loop, and it takes in only so
         * much at a time. Where so many are called from one place it compiles each by itself.
         */
        static void run(InArrays transform, float[] from, int at, float[] to, int place, Layout layout) {
            transform.run(from, at, to, place, layout);
        }
    }

    /** A transform from an array to native memory. */
    @FunctionalInterface
    interface ToPlanes {

        void run(float[] from, int at, NativeFloats to, int place, Layout layout);

        /** Runs any of them, as {@link InArrays#run} does. */
        static void run(ToPlanes transform, float[] from, int at, NativeFloats to, int place, Layout layout) {
            transform.run(from, at, to, place, layout);
        }
    }

    /** A transform from native memory to an array. */
    @FunctionalInterface
    interface FromPlanes {

        void run(NativeFloats from, int at, float[] to, int place, Layout layout);

        /** Runs any of them, as {@link InArrays#run} does. */
        static void run(FromPlanes transform, NativeFloats from, int at, float[] to, int place, Layout layout) {
            transform.run(from, at, to, place, layout);
        }
    }
}
