package org.odenet.models.training;

import java.util.Map;
import java.util.TreeMap;
import org.odenet.adjoint.ContinuousAdjoint;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.OdeSolver;
import org.odenet.models.Architecture;
import org.odenet.models.OdeNetConfig;
import org.odenet.models.data.ImageDataSet;
import org.odenet.models.data.TrainTest;
import org.odenet.solvers.AdaptiveSolver;

/** What a resumed run must have in common with the run before to give the same results; the epochs may differ. */
final class RunIdentity {

    private RunIdentity() {}

    /** Texts by name; the sizes of the network are told by its weights. */
    static Map<String, String> of(
            TrainingSettings settings, Architecture architecture, OdeNetConfig config, TrainTest data) {
        Map<String, String> identity = new TreeMap<>();
        identity.put("optimizer", settings.updater().toString());
        identity.put("schedule", settings.schedule().description());
        identity.put("regularization", String.valueOf(settings.regularization()));
        identity.put("augmentation", settings.augmentation().toString());
        identity.put("batchSize", String.valueOf(settings.batchSize()));
        identity.put("clipNorm", String.valueOf(settings.clipNorm()));
        identity.put("seed", String.valueOf(settings.seed()));
        identity.put("model", architecture.label());
        identity.put("dropout", String.valueOf(config.dropout()));
        identity.put("solver", describe(config.solver()));
        identity.put("gradient", describe(config.gradient()));
        identity.put("normalization", config.normalization().toString());
        identity.put("data", describe(data.train()) + " to train, " + describe(data.test()) + " to test");
        return identity;
    }

    private static String describe(OdeSolver solver) {
        return solver instanceof AdaptiveSolver adaptive
                ? adaptive.name() + " " + adaptive.control()
                : solver.toString();
    }

    private static String describe(GradientMethod gradient) {
        return gradient instanceof ContinuousAdjoint adjoint && adjoint.solver() != null
                ? adjoint + ", solved by " + describe(adjoint.solver())
                : gradient.toString();
    }

    private static String describe(ImageDataSet images) {
        return images.name() + ", " + images.size() + " images";
    }
}
