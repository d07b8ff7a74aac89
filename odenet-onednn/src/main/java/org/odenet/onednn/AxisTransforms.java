package org.odenet.onednn;

/**
 * The transforms of Winograd's convolution along one axis of tiles of one size.
 *
 * @param input from the values of the convolution's input to those at the points
 * @param inputToPlanes the same, to planes
 * @param outputFromPlanes from products at the points, in planes, to the values of the output
 * @param output the same, from an array
 * @param outputCotangent from the values of the output's cotangent to those at the points
 * @param outputCotangentToPlanes the same, to planes
 * @param inputCotangentFromPlanes from products at the points, in planes, to the values of the input's cotangent
 * @param inputCotangent the same, from an array
 * @param weight from three taps to values at the points
 * @param weightGradient from the gradient of the values at the points to that of the taps
 */
record AxisTransforms(
        InArrays input,
        WithPlanes inputToPlanes,
        WithPlanes outputFromPlanes,
        InArrays output,
        InArrays outputCotangent,
        WithPlanes outputCotangentToPlanes,
        WithPlanes inputCotangentFromPlanes,
        InArrays inputCotangent,
        InArrays weight,
        InArrays weightGradient) {

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

        /** One after the other, each for a part of the results: all in one loop would be too much for the compiler. */
        static InArrays inTurn(InArrays... parts) {
            return (from, at, to, place, layout) -> {
                for (InArrays part : parts) {
                    run(part, from, at, to, place, layout);
                }
            };
        }
    }

    /**
     * A transform from an array to planes in native memory, or from those to an array. One type for both, so that more than two are
     * called from one place: two the compiler would take in, and in some runs put their vectors on the heap.
     */
    @FunctionalInterface
    interface WithPlanes {

        void run(float[] array, int at, NativeFloats planes, int place, Layout layout);

        /** Runs any of them, as {@link InArrays#run} does. */
        static void run(WithPlanes transform, float[] array, int at, NativeFloats planes, int place, Layout layout) {
            transform.run(array, at, planes, place, layout);
        }

        /** One after the other, as {@link InArrays#inTurn}. */
        static WithPlanes inTurn(WithPlanes... parts) {
            return (array, at, planes, place, layout) -> {
                for (WithPlanes part : parts) {
                    run(part, array, at, planes, place, layout);
                }
            };
        }
    }
}
