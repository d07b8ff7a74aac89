package org.odenet.onednn;

import static org.odenet.onednn.VectorAccess.LANES;
import static org.odenet.onednn.VectorAccess.load;
import static org.odenet.onednn.VectorAccess.store;
import static org.odenet.onednn.WinogradPoints.A;
import static org.odenet.onednn.WinogradPoints.A2;
import static org.odenet.onednn.WinogradPoints.A_FACTOR;
import static org.odenet.onednn.WinogradPoints.B;
import static org.odenet.onednn.WinogradPoints.B2;
import static org.odenet.onednn.WinogradPoints.B_FACTOR;
import static org.odenet.onednn.WinogradPoints.ZERO_FACTOR;

import jdk.incubator.vector.FloatVector;

/** A weight of Winograd's convolution along one axis: its three taps, and its values at {@link WinogradPoints}. */
final class WeightTransforms {

    private WeightTransforms() {}

    /** From 3 taps to 6 values at the points. */
    static void values(float[] x, int at, float[] to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int i = 0; i < layout.length(); i += LANES) {
            int from = at + i;
            int back = place + i;
            FloatVector w0 = load(x, from);
            FloatVector w1 = load(x, from + pixel);
            FloatVector w2 = load(x, from + 2 * pixel);
            FloatVector even = w2.mul(A2).add(w0).mul(A_FACTOR);
            FloatVector odd = w1.mul(A * A_FACTOR);
            store(even.add(odd), to, back);
            store(even.sub(odd), to, back + point);
            even = w2.mul(B2).add(w0).mul(B_FACTOR);
            odd = w1.mul(B * B_FACTOR);
            store(even.add(odd), to, back + 2 * point);
            store(even.sub(odd), to, back + 3 * point);
            store(w2, to, back + 4 * point);
            store(w0.mul(ZERO_FACTOR), to, back + 5 * point);
        }
    }

    /** From the gradient of 6 values at the points to that of 3 taps. */
    static void gradient(float[] x, int at, float[] to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int i = 0; i < layout.length(); i += LANES) {
            int from = at + i;
            int back = place + i;
            FloatVector u0 = load(x, from);
            FloatVector u1 = load(x, from + point);
            FloatVector u2 = load(x, from + 2 * point);
            FloatVector u3 = load(x, from + 3 * point);
            FloatVector sumA = u0.add(u1).mul(A_FACTOR);
            FloatVector sumB = u2.add(u3).mul(B_FACTOR);
            store(load(x, from + 5 * point).mul(ZERO_FACTOR).add(sumA).add(sumB), to, back);
            FloatVector squares = sumA.mul(A2).add(sumB.mul(B2));
            store(squares.add(load(x, from + 4 * point)), to, back + 2 * pixel);
            FloatVector differenceA = u0.sub(u1).mul(A * A_FACTOR);
            FloatVector differenceB = u2.sub(u3).mul(B * B_FACTOR);
            store(differenceA.add(differenceB), to, back + pixel);
        }
    }

    /** The same, of the 5 values at points other than zero. */
    static void gradientWithoutZero(float[] x, int at, float[] to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int i = 0; i < layout.length(); i += LANES) {
            int from = at + i;
            int back = place + i;
            FloatVector u0 = load(x, from);
            FloatVector u1 = load(x, from + point);
            FloatVector u2 = load(x, from + 2 * point);
            FloatVector u3 = load(x, from + 3 * point);
            FloatVector sumA = u0.add(u1).mul(A_FACTOR);
            FloatVector sumB = u2.add(u3).mul(B_FACTOR);
            store(sumA.add(sumB), to, back);
            FloatVector squares = sumA.mul(A2).add(sumB.mul(B2));
            store(squares.add(load(x, from + 4 * point)), to, back + 2 * pixel);
            FloatVector differenceA = u0.sub(u1).mul(A * A_FACTOR);
            FloatVector differenceB = u2.sub(u3).mul(B * B_FACTOR);
            store(differenceA.add(differenceB), to, back + pixel);
        }
    }
}
