package org.odenet.models;

import java.util.Objects;
import org.odenet.models.data.Normalization;

/**
 * A network's architecture, sizes and methods, as they stand in a model file.
 *
 * @param architecture the label of the {@link Architecture}
 * @param downsampling the label of the {@link Downsampling}
 * @param channels the channels of an image
 * @param filters the channels of the state
 * @param classes the number of classes
 * @param dropout the rate of dropout
 * @param solver the solver of the ODE block
 * @param gradient its gradient method
 * @param normalization what turns pixels into the input
 * @param seed the seed of the first weights
 */
record ModelDescription(
        String architecture,
        String downsampling,
        int channels,
        int filters,
        int classes,
        double dropout,
        SolverDescription solver,
        GradientDescription gradient,
        Normalization normalization,
        long seed) {

    ModelDescription {
        Objects.requireNonNull(architecture, "architecture is null; name one");
        Objects.requireNonNull(downsampling, "downsampling is null; name one");
        Objects.requireNonNull(solver, "solver is null; give its method and settings");
        Objects.requireNonNull(gradient, "gradient is null; give its method and settings");
        Objects.requireNonNull(normalization, "normalization is null; give mean and deviation");
    }

    static ModelDescription of(ImageClassifier classifier) {
        OdeNetConfig config = classifier.config();
        Downsampling downsampling =
                config.downsampling() == null ? classifier.architecture().usualDownsampling() : config.downsampling();
        return new ModelDescription(
                classifier.architecture().label(),
                downsampling.label(),
                config.channels(),
                config.filters(),
                config.classes(),
                config.dropout(),
                SolverDescription.of(config.solver()),
                GradientDescription.of(config.gradient()),
                config.normalization(),
                config.seed());
    }

    OdeNetConfig toConfig() {
        return new OdeNetConfig(
                channels,
                filters,
                classes,
                dropout,
                Downsampling.byName(downsampling),
                solver.toSolver(),
                gradient.toGradient(),
                normalization,
                seed);
    }
}
