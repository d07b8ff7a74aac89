package org.odenet.models.training;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.nn.Parameters;
import org.odenet.models.Weights;
import org.odenet.models.io.Json;
import org.odenet.models.io.JsonFileException;
import org.odenet.models.io.Safetensors;
import org.odenet.models.io.TensorFile;
import org.odenet.models.io.WeightFileException;

/** The state of a training in one file: weights, the optimizer's vector, and the place in the data. */
final class Checkpoint {

    private static final String OPTIMIZER = "optimizer.state";
    private static final String TRAINING = "training";
    private static final String REMEDY = "resume with the options of the first run, or start a new run";

    private Checkpoint() {}

    /**
     * The state beside the tensors.
     *
     * @param settings what a resumed run must have in common with this one
     * @param epoch the number of the epoch, from 0
     * @param totals the sums over the epoch's steps so far
     * @param seconds the time of the epoch's steps so far
     * @param history the epochs before
     */
    record State(
            Map<String, String> settings,
            int epoch,
            Totals.Snapshot totals,
            double seconds,
            List<EpochRecord> history) {

        State {
            Objects.requireNonNull(settings, "settings is null");
            Objects.requireNonNull(totals, "totals is null");
            history = List.copyOf(history);
            if (epoch != history.size()) {
                throw new IllegalArgumentException(
                        "the history has " + history.size() + " epochs, but " + epoch + " are done");
            }
        }
    }

    static void write(Path file, Parameters parameters, INDArray optimizerState, State state) {
        Map<String, INDArray> tensors = new LinkedHashMap<>(Weights.of(parameters));
        if (optimizerState != null) {
            tensors.put(OPTIMIZER, optimizerState);
        }
        Safetensors.write(file, tensors, Map.of(TRAINING, Json.format(state)));
    }

    /** Reads a checkpoint into the parameters and the optimizer's vector; changes neither if it does not fit. */
    static State read(Path file, Parameters parameters, INDArray optimizerState, Map<String, String> settings) {
        try (TensorFile content = Safetensors.read(file)) {
            State state = state(file, content);
            requireSame(file, state.settings(), settings);
            Map<String, INDArray> tensors = new LinkedHashMap<>(content.tensors());
            INDArray saved = tensors.remove(OPTIMIZER);
            requireFits(file, saved, optimizerState);
            Weights.copy(file, tensors, parameters);
            if (saved != null) {
                optimizerState.assign(saved);
            }
            return state;
        }
    }

    private static State state(Path file, TensorFile content) {
        String text = content.metadata().get(TRAINING);
        if (text == null) {
            throw new WeightFileException(
                    file, "it holds weights, but no state of a training", "use a checkpoint file");
        }
        try {
            return Json.parse(file, text, State.class);
        } catch (JsonFileException e) {
            throw new WeightFileException(file, "its state of the training is damaged: " + e.getMessage(), REMEDY, e);
        }
    }

    private static void requireSame(Path file, Map<String, String> saved, Map<String, String> wanted) {
        wanted.forEach((name, value) -> {
            if (!value.equals(saved.get(name))) {
                throw new WeightFileException(
                        file,
                        "the checkpoint's run had " + name + " = " + saved.get(name) + ", this one has " + value,
                        REMEDY);
            }
        });
    }

    private static void requireFits(Path file, INDArray saved, INDArray wanted) {
        long savedLength = saved == null ? 0 : saved.length();
        long wantedLength = wanted == null ? 0 : wanted.length();
        if (savedLength != wantedLength) {
            throw new WeightFileException(
                    file,
                    "the optimizer's state has " + savedLength + " values, this network and optimizer need "
                            + wantedLength,
                    REMEDY);
        }
    }
}
