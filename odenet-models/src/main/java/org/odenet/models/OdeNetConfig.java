package org.odenet.models;

import java.util.Objects;
import org.odenet.adjoint.Gradients;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.OdeSolver;
import org.odenet.models.data.Normalization;
import org.odenet.solvers.Solvers;

/**
 * The sizes and methods of a network. Immutable; each method returns a changed copy.
 *
 * @param channels the channels of an image
 * @param filters the channels of the state
 * @param classes the number of classes
 * @param dropout the rate of dropout before the classifier's linear layer, from 0 up to but not including 1
 * @param downsampling the way from the image to the state; null for the architecture's usual one
 * @param solver solves the ODE block
 * @param gradient differentiates through it
 * @param normalization what turns pixels into the network's input
 * @param seed fixes the first weights
 */
public record OdeNetConfig(
        int channels,
        int filters,
        int classes,
        double dropout,
        Downsampling downsampling,
        OdeSolver solver,
        GradientMethod gradient,
        Normalization normalization,
        long seed) {

    /**
     * Checks the values.
     *
     * @param channels the channels of an image
     * @param filters the channels of the state
     * @param classes the number of classes
     * @param dropout the rate of dropout before the classifier's linear layer, from 0 up to but not including 1
     * @param downsampling the way from the image to the state; null for the architecture's usual one
     * @param solver solves the ODE block
     * @param gradient differentiates through it
     * @param normalization what turns pixels into the network's input
     * @param seed fixes the first weights
     * @throws IllegalArgumentException if a size is not positive or the dropout is not a rate
     */
    public OdeNetConfig {
        Objects.requireNonNull(solver, "solver");
        Objects.requireNonNull(gradient, "gradient");
        Objects.requireNonNull(normalization, "normalization");
        requirePositive("channels", channels);
        requirePositive("filters", filters);
        requirePositive("classes", classes);
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException(
                    "the dropout is " + dropout + "; it must be a rate from 0 up to but not including 1");
        }
    }

    private static void requirePositive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException("the number of " + name + " is " + value + "; it must be positive");
        }
    }

    /**
     * The paper's networks for MNIST: 1 channel, 64 filters, 10 classes; Dormand–Prince with tolerances of 1e-3, exact
     * gradients from checkpoints.
     *
     * @return the configuration
     */
    public static OdeNetConfig mnist() {
        return new OdeNetConfig(
                1, 64, 10, 0, null, Solvers.dormandPrince54(), Gradients.checkpointed(), Normalization.unit(), 1);
    }

    /**
     * The paper's networks for CIFAR-10: 3 channels, 256 filters, otherwise as {@link #mnist}.
     *
     * @return the configuration
     */
    public static OdeNetConfig cifar10() {
        return mnist().withImages(3, 10).withFilters(256);
    }

    /**
     * Sets the kind of images.
     *
     * @param imageChannels the channels of an image
     * @param imageClasses the number of classes
     * @return the changed configuration
     */
    public OdeNetConfig withImages(int imageChannels, int imageClasses) {
        return new OdeNetConfig(
                imageChannels, filters, imageClasses, dropout, downsampling, solver, gradient, normalization, seed);
    }

    /**
     * Sets the channels of the state.
     *
     * @param stateChannels the number of channels; a multiple of 32 or at most 32
     * @return the changed configuration
     */
    public OdeNetConfig withFilters(int stateChannels) {
        return new OdeNetConfig(
                channels, stateChannels, classes, dropout, downsampling, solver, gradient, normalization, seed);
    }

    /**
     * Sets the dropout before the classifier's linear layer.
     *
     * @param rate from 0 up to but not including 1
     * @return the changed configuration
     */
    public OdeNetConfig withDropout(double rate) {
        return new OdeNetConfig(channels, filters, classes, rate, downsampling, solver, gradient, normalization, seed);
    }

    /**
     * Sets the way from the image to the state.
     *
     * @param way the downsampling
     * @return the changed configuration
     */
    public OdeNetConfig withDownsampling(Downsampling way) {
        return new OdeNetConfig(channels, filters, classes, dropout, way, solver, gradient, normalization, seed);
    }

    /**
     * Sets the solver of the ODE block.
     *
     * @param odeSolver the solver
     * @return the changed configuration
     */
    public OdeNetConfig withSolver(OdeSolver odeSolver) {
        return new OdeNetConfig(
                channels, filters, classes, dropout, downsampling, odeSolver, gradient, normalization, seed);
    }

    /**
     * Sets the gradient method of the ODE block.
     *
     * @param method the gradient method
     * @return the changed configuration
     */
    public OdeNetConfig withGradient(GradientMethod method) {
        return new OdeNetConfig(channels, filters, classes, dropout, downsampling, solver, method, normalization, seed);
    }

    /**
     * Sets what turns pixels into the network's input.
     *
     * @param pixels the normalisation
     * @return the changed configuration
     */
    public OdeNetConfig withNormalization(Normalization pixels) {
        return new OdeNetConfig(channels, filters, classes, dropout, downsampling, solver, gradient, pixels, seed);
    }

    /**
     * Sets the seed of the first weights.
     *
     * @param weightSeed the seed
     * @return the changed configuration
     */
    public OdeNetConfig withSeed(long weightSeed) {
        return new OdeNetConfig(
                channels, filters, classes, dropout, downsampling, solver, gradient, normalization, weightSeed);
    }
}
