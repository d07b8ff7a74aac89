package org.odenet.solvers.control;

/** {@link InverseRoot}, to the bit, of many values: in short loops, which the JIT compiler vectorises. */
final class InverseRoots {

    private final InverseRoot one;
    private final double[] limited;
    private final double[] products;
    private final int q;

    InverseRoots(int q, int most) {
        this.one = InverseRoot.isKnown(q) ? InverseRoot.ofOrder(q) : null;
        this.q = q;
        this.limited = new double[most];
        this.products = new double[most];
    }

    /** Overwrites the roots with those of the values. */
    void of(int count, double[] values, double[] roots) {
        if (one == null) {
            for (int i = 0; i < count; i++) {
                roots[i] = InverseRoot.of(values[i], q);
            }
            return;
        }
        estimate(count, values, roots);
        improve(count, roots);
        improve(count, roots);
    }

    private void estimate(int count, double[] values, double[] roots) {
        for (int i = 0; i < count; i++) {
            double value = InverseRoot.limited(values[i]);
            limited[i] = value;
            roots[i] = one.estimate(value);
        }
    }

    private void improve(int count, double[] roots) {
        multiply(count, roots);
        double c1 = one.c1;
        double c2 = one.c2;
        double c3 = one.c3;
        double c4 = one.c4;
        double[] p = products;
        for (int i = 0; i < count; i++) {
            double r = 1 - p[i];
            roots[i] = roots[i] + roots[i] * r * ((c1 + c2 * r) + r * r * (c3 + c4 * r));
        }
    }

    /** Values times powers of their roots, without a branch inside: a factor that is not wanted becomes exactly 1. */
    private void multiply(int count, double[] roots) {
        double on1 = one.uses(1) ? 1 : 0;
        double on2 = one.uses(2) ? 1 : 0;
        double on4 = one.uses(4) ? 1 : 0;
        double on8 = one.uses(8) ? 1 : 0;
        double off1 = 1 - on1;
        double off2 = 1 - on2;
        double off4 = 1 - on4;
        double off8 = 1 - on8;
        double[] values = limited;
        double[] p = products;
        for (int i = 0; i < count; i++) {
            double x2 = roots[i] * roots[i];
            double x4 = x2 * x2;
            p[i] = values[i]
                    * ((roots[i] * on1 + off1) * (x2 * on2 + off2) * (x4 * on4 + off4) * (x4 * x4 * on8 + off8));
        }
    }
}
