package org.odenet.onednn;

/** A thread's room for a stretch of vectors that stays in the nearest cache. */
final class Stretch {

    /** The values of a stretch. */
    static final int LENGTH = 2048;

    private static final ThreadLocal<Stretch> CURRENT = ThreadLocal.withInitial(Stretch::new);

    /** Native memory, for what the loops themselves combine. */
    final NativeFloats memory = NativeFloats.allocate(LENGTH);

    final float[] sum = new float[LENGTH];
    final float[] term = new float[LENGTH];
    final float[] other = new float[LENGTH];
    final float[] squares = new float[LENGTH];

    static Stretch current() {
        return CURRENT.get();
    }
}
