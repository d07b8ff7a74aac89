package org.odenet.core.dense;

/**
 * The affine map of one layer, {@code y = x W + b}, for one sample, with {@code W} of shape {@code [inputs, outputs]} and
 * then {@code b} in the network's flat parameters from {@code offset} on.
 *
 * <p>The inner loops run over the outputs, through contiguous weights, but over the inputs where the outputs are few: the
 * last layer has as many as the state has components.
 */
record DenseLayer(int inputs, int outputs, int offset) {

    private static final int FEW = 8;

    private int biasOffset() {
        return offset + inputs * outputs;
    }

    /** Where the next layer's parameters begin. */
    int end() {
        return biasOffset() + outputs;
    }

    void forward(double[] parameters, double[] x, int xAt, double[] y, int yAt) {
        System.arraycopy(parameters, biasOffset(), y, yAt, outputs);
        if (outputs < FEW) {
            for (int o = 0; o < outputs; o++) {
                y[yAt + o] += stridedProduct(parameters, offset + o, x, xAt);
            }
        } else {
            for (int i = 0; i < inputs; i++) {
                addMultiple(x[xAt + i], parameters, offset + i * outputs, y, yAt, outputs);
            }
        }
    }

    /** Overwrites {@code yDot} with {@code xDot W}. */
    void forwardTangent(double[] parameters, double[] xDot, double[] yDot) {
        for (int o = 0; o < outputs; o++) {
            yDot[o] = 0;
        }
        for (int i = 0; i < inputs; i++) {
            addMultiple(xDot[i], parameters, offset + i * outputs, yDot, 0, outputs);
        }
    }

    /** Overwrites {@code xBar} with {@code W yBar}. */
    void backward(double[] parameters, double[] yBar, int yAt, double[] xBar) {
        if (outputs < FEW) {
            for (int i = 0; i < inputs; i++) {
                xBar[i] = 0;
            }
            for (int o = 0; o < outputs; o++) {
                double factor = yBar[yAt + o];
                for (int i = 0; i < inputs; i++) {
                    xBar[i] += factor * parameters[offset + o + i * outputs];
                }
            }
        } else {
            for (int i = 0; i < inputs; i++) {
                xBar[i] = product(parameters, offset + i * outputs, yBar, yAt, outputs);
            }
        }
    }

    /** Adds {@code xᵀ yBar} and {@code yBar} to the gradient. */
    void addGradient(double[] x, int xAt, double[] yBar, int yAt, double[] gradient) {
        addMultiple(1, yBar, yAt, gradient, biasOffset(), outputs);
        if (outputs < FEW) {
            for (int o = 0; o < outputs; o++) {
                double factor = yBar[yAt + o];
                for (int i = 0; i < inputs; i++) {
                    gradient[offset + o + i * outputs] += factor * x[xAt + i];
                }
            }
        } else {
            for (int i = 0; i < inputs; i++) {
                addMultiple(x[xAt + i], yBar, yAt, gradient, offset + i * outputs, outputs);
            }
        }
    }

    private static void addMultiple(double factor, double[] from, int fromAt, double[] to, int toAt, int count) {
        for (int i = 0; i < count; i++) {
            to[toAt + i] += factor * from[fromAt + i];
        }
    }

    private double stridedProduct(double[] parameters, int from, double[] x, int xAt) {
        double even = 0;
        double odd = 0;
        int i = 0;
        for (; i < inputs - 1; i += 2) {
            even += parameters[from + i * outputs] * x[xAt + i];
            odd += parameters[from + (i + 1) * outputs] * x[xAt + i + 1];
        }
        return even + odd + (i < inputs ? parameters[from + i * outputs] * x[xAt + i] : 0);
    }

    /** In four sums, as one would wait for each addition before the next. */
    private static double product(double[] a, int aAt, double[] b, int bAt, int count) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i < count - 3; i += 4) {
            s0 += a[aAt + i] * b[bAt + i];
            s1 += a[aAt + i + 1] * b[bAt + i + 1];
            s2 += a[aAt + i + 2] * b[bAt + i + 2];
            s3 += a[aAt + i + 3] * b[bAt + i + 3];
        }
        for (; i < count; i++) {
            s0 += a[aAt + i] * b[bAt + i];
        }
        return s0 + s1 + s2 + s3;
    }
}
