package org.odenet.onednn;

/** A transform along one axis between places in native memory, whose values need not be those of one tile alone. */
@FunctionalInterface
interface AxisTransform {

    /**
     * Transforms all runs of a layout.
     *
     * @param at where the first value lies, in bytes
     * @param place where the first result goes, in bytes
     */
    void run(NativeFloats from, int at, NativeFloats to, int place, Layout layout);

    /**
     * Runs any of them. The compiler keeps vectors in registers only where it takes in all of a loop, and it takes in only so
     * much at a time. Where so many are called from one place it compiles each by itself.
     */
    static void run(AxisTransform transform, NativeFloats from, int at, NativeFloats to, int place, Layout layout) {
        transform.run(from, at, to, place, layout);
    }

    /** One after the other, each for a part of the results: all in one loop would be too much for the compiler. */
    static AxisTransform inTurn(AxisTransform... parts) {
        return (from, at, to, place, layout) -> {
            for (AxisTransform part : parts) {
                run(part, from, at, to, place, layout);
            }
        };
    }
}
