package org.odenet.core.nn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A residual connection (He et al. 2016): {@code y = branch(x) + shortcut(x)}, the shortcut being the identity unless
 * there is a layer for it. The branch's parameters keep their names; those of the shortcut get its name as prefix.
 */
public final class Residual implements Layer {

    private final Layer branch;
    private final String shortcutName;
    private final Layer shortcut;

    private Residual(Layer branch, String shortcutName, Layer shortcut) {
        this.branch = branch;
        this.shortcutName = shortcutName;
        this.shortcut = shortcut;
    }

    /**
     * Makes {@code branch(x) + x}.
     *
     * @param branch a layer that keeps the shape
     * @return the layer
     */
    public static Residual of(Layer branch) {
        return new Residual(branch, null, null);
    }

    /**
     * Makes {@code branch(x) + shortcut(x)}.
     *
     * @param branch a layer
     * @param shortcutName the name of the shortcut, such as {@code downsample}
     * @param shortcut a layer whose output has the shape of the branch's
     * @return the layer
     * @throws IllegalArgumentException if the name is null or empty, which is that of the branch
     */
    public static Residual of(Layer branch, String shortcutName, Layer shortcut) {
        if (shortcutName == null || shortcutName.isEmpty()) {
            throw new IllegalArgumentException(
                    "the shortcut of a residual connection has no name; its parameters need one, such as 'downsample'");
        }
        return new Residual(branch, shortcutName, shortcut);
    }

    @Override
    public ForwardPass forward(INDArray x, LayerContext context) {
        INDArray out = context.allocate(Inputs.check(this, x, context));
        ForwardPass branchPass = branch.forward(x, context, out);
        ForwardPass shortcutPass = shortcut == null ? null : shortcut.forward(x, context);
        INDArray shortcutOutput = shortcutPass == null ? x : shortcutPass.output();
        Elementwise.add(context.kernels(), shortcutOutput, out);
        ResidualPass pass = new ResidualPass(context, x, out, branchPass, shortcutPass);
        if (context.isRecording()) {
            return pass;
        }
        pass.closeParts();
        return ForwardPass.of(context, x, out, null);
    }

    @Override
    public long[] outputShape(long... inputShape) {
        long[] ofBranch = branch.outputShape(inputShape);
        long[] ofShortcut = shortcut == null ? inputShape : shortcut.outputShape(inputShape);
        if (!Arrays.equals(ofBranch, ofShortcut)) {
            throw new IllegalArgumentException("Residual expects one shape of both ways, but from "
                    + Arrays.toString(inputShape) + " the branch makes " + Arrays.toString(ofBranch)
                    + " and the shortcut " + Arrays.toString(ofShortcut));
        }
        return ofBranch;
    }

    @Override
    public long largestLength(long... inputShape) {
        long ofBranch = branch.largestLength(inputShape);
        return shortcut == null ? ofBranch : Math.max(ofBranch, shortcut.largestLength(inputShape));
    }

    @Override
    public Map<String, Layer> children() {
        Map<String, Layer> children = new LinkedHashMap<>();
        children.put("", branch);
        if (shortcut != null) {
            children.put(shortcutName, shortcut);
        }
        return children;
    }

    private static final class ResidualPass extends ForwardPass {

        private final ForwardPass branch;
        private final ForwardPass shortcut;

        ResidualPass(LayerContext context, INDArray x, INDArray output, ForwardPass branch, ForwardPass shortcut) {
            super(context, x, output);
            this.branch = branch;
            this.shortcut = shortcut;
        }

        @Override
        public void backward(INDArray cotangent, Parameters gradient, INDArray inputCotangent) {
            branch.backward(cotangent, gradient, inputCotangent);
            if (shortcut == null) {
                Elementwise.add(context().kernels(), cotangent, inputCotangent);
            } else {
                INDArray other = shortcut.backward(cotangent, gradient);
                Elementwise.add(context().kernels(), other, inputCotangent);
                context().release(other);
            }
        }

        @Override
        public void close() {
            super.close();
            closeParts();
        }

        void closeParts() {
            branch.close();
            if (shortcut != null) {
                shortcut.close();
            }
        }
    }
}
