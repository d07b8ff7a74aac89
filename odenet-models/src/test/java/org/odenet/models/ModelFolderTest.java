package org.odenet.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.adjoint.CheckpointedGradient;
import org.odenet.adjoint.Gradients;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.TimeSpan;
import org.odenet.models.data.Normalization;
import org.odenet.models.io.JsonFileException;
import org.odenet.models.io.Safetensors;
import org.odenet.models.io.WeightFileException;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.FixedStepSolver;
import org.odenet.solvers.Solvers;
import org.odenet.solvers.implicit.StageSolvers;
import org.odenet.solvers.sample.PerSampleSolver;
import org.odenet.solvers.step.RungeKutta;
import org.odenet.solvers.tableau.ButcherTableau;
import org.odenet.solvers.tableau.ButcherTableaus;
import org.odenet.solvers.tableau.ImplicitTableaus;

class ModelFolderTest {

    @TempDir
    private Path folder;

    static List<OdeSolver> solvers() {
        return List.of(
                Solvers.euler(),
                Solvers.rk4().steps(5),
                Solvers.midpoint().stepSize(0.3),
                Solvers.dormandPrince54(),
                Solvers.dormandPrince54().tolerances(1e-2, 1e-4).perSample(),
                Solvers.dormandPrince54().ignoringStiffness(),
                Solvers.dormandPrince54().ignoringStiffness().perSample(),
                Solvers.dormandPrince54()
                        .tolerances(1e-4, 1e-5)
                        .stepLimits(1e-6, 0.5)
                        .firstStep(0.01)
                        .maxSteps(77)
                        .steppingPastEnd());
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void aSavedNetworkComesBackWhole(OdeSolver solver) {
        OdeNetConfig config = TinyTask.config()
                .withSolver(solver)
                .withGradient(Gradients.direct())
                .withDropout(0.25)
                .withNormalization(new Normalization(List.of(0.1307), List.of(0.3081)));
        try (ImageClassifier net = OdeNets.odeOnly(config);
                INDArray images = TinyTask.inputs(DataType.FLOAT, 2, 1);
                INDArray expected = net.logits(images)) {
            net.save(folder);
            try (ImageClassifier loaded = ImageClassifier.load(folder);
                    INDArray logits = loaded.logits(images)) {
                assertThat(logits).isEqualTo(expected);
                assertThat(loaded.architecture()).isEqualTo(Architecture.ODE_ONLY);
                assertThat(loaded.config())
                        .usingRecursiveComparison()
                        .ignoringFields("downsampling", "gradient", "solver")
                        .isEqualTo(net.config());
                assertThat(loaded.config().gradient().name()).isEqualTo("direct");
                assertThat(loaded.config().solver()).hasToString(solver.toString());
                if (solver instanceof AdaptiveSolver adaptive) {
                    assertThat(((AdaptiveSolver) loaded.config().solver()).control())
                            .isEqualTo(adaptive.control());
                }
                if (solver instanceof PerSampleSolver perSample) {
                    assertThat(((PerSampleSolver) loaded.config().solver()).control())
                            .isEqualTo(perSample.control());
                }
            }
        }
    }

    /** A file that names a method which is another, or none, when it is read. */
    @Test
    void aMethodThatItsNameDoesNotLeadToCannotBeSaved() {
        ButcherTableau changed = ButcherTableaus.DORMAND_PRINCE_54.withQuarticInterpolation(1, 0.5, 0, 0, 0, 0, 0, 0);
        assertNotSaved(new AdaptiveSolver(changed), "'dopri5' cannot be written", "Solvers.byName(\"dopri5\")");
        assertNotSaved(new AdaptiveSolver(changed).perSample(), "'dopri5' cannot be written", "differs");
        RungeKutta stages = new RungeKutta(ImplicitTableaus.KVAERNO5).withStageSolver(StageSolvers.LBFGS);
        assertNotSaved(new FixedStepSolver(stages), "'kvaerno5' cannot be written", "differs");
        ButcherTableau own = ButcherTableau.builder("mine", 1)
                .a(new double[] {})
                .c(0)
                .b(1)
                .interpolation(1, new double[] {1})
                .citation("Euler 1768")
                .build();
        assertNotSaved(new FixedStepSolver(own), "'mine' cannot be written", "MethodProvider");
    }

    private void assertNotSaved(OdeSolver solver, String what, String remedy) {
        try (ImageClassifier net = OdeNets.odeOnly(TinyTask.config().withSolver(solver))) {
            assertThatThrownBy(() -> net.save(folder))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(what, remedy);
        }
        assertThat(folder).isEmptyDirectory();
    }

    static List<GradientMethod> gradients() {
        return List.of(
                Gradients.direct(),
                Gradients.checkpointed(),
                Gradients.checkpointed().withMemoryBudget(0),
                Gradients.checkpointed().withMemoryBudget(12_345_678_901L),
                Gradients.adjoint(),
                Gradients.adjoint().withSeminorm(),
                Gradients.adjoint().withSolver(Solvers.rk4().steps(9)).withSeminorm());
    }

    @ParameterizedTest
    @MethodSource("gradients")
    void theGradientMethodComesBackWithItsSettings(GradientMethod gradient) throws IOException {
        GradientMethod loaded;
        try (ImageClassifier net = OdeNets.odeOnly(TinyTask.config().withGradient(gradient))) {
            net.save(folder);
        }
        try (ImageClassifier net = ImageClassifier.load(folder)) {
            loaded = net.config().gradient();
        }

        assertThat(loaded).hasSameClassAs(gradient).usingRecursiveComparison().isEqualTo(gradient);
        assertThat(Files.readString(model()).contains("memoryBudget"))
                .as("a default is left to the machine that loads")
                .isEqualTo(gradient instanceof CheckpointedGradient checkpointed
                        && checkpointed.memoryBudget()
                                != Gradients.checkpointed().memoryBudget());
    }

    @Test
    void aGradientMethodOfOnesOwnCannotBeSaved() {
        GradientMethod own = new GradientMethod() {
            @Override
            public String name() {
                return "mine";
            }

            @Override
            public <S> DifferentiableSolution<S> solve(
                    OdeSolver solver, DifferentiableOdeFunction<S> function, S initialState, TimeSpan span) {
                throw new UnsupportedOperationException();
            }
        };
        try (ImageClassifier net = OdeNets.odeOnly(TinyTask.config().withGradient(own))) {
            assertThatThrownBy(() -> net.save(folder))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "the gradient method 'mine' cannot be written to a model file; save the network with one"
                                    + " of [adjoint, checkpointed, direct, reversible]");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({"RES_NET, CONVOLUTION", "RES_ODE, RESIDUAL", "RES_ODE, ONE_SHOT", "ODE_ONLY, "})
    void everyArchitectureComesBack(Architecture architecture, Downsampling downsampling) {
        OdeNetConfig config = TinyTask.config().withDownsampling(downsampling);
        try (ImageClassifier net = OdeNets.build(architecture, config)) {
            net.save(folder.resolve("deep/er"));
            try (ImageClassifier loaded = ImageClassifier.load(folder.resolve("deep/er"))) {
                assertThat(loaded.architecture()).isEqualTo(architecture);
                assertThat(loaded.parameters().names())
                        .isEqualTo(net.parameters().names());
                assertThat(loaded.parameters().flat())
                        .isEqualTo(net.parameters().flat());
            }
        }
    }

    @Test
    void doublePrecisionIsKept() {
        try (ImageClassifier net = TinyTask.odeOnly();
                ImageClassifier exact = net.copyAs(DataType.DOUBLE)) {
            exact.parameters().flat().addi(1e-12);
            exact.save(folder);
            try (ImageClassifier loaded = ImageClassifier.load(folder)) {
                assertThat(loaded.parameters().dataType()).isEqualTo(DataType.DOUBLE);
                assertThat(loaded.parameters().flat().toDoubleVector())
                        .isEqualTo(exact.parameters().flat().toDoubleVector());
            }
        }
    }

    @Test
    void missingFiles() throws IOException {
        save();
        Files.delete(weights());
        assertThatThrownBy(() -> ImageClassifier.load(folder))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContaining(weights().toString())
                .hasMessageContaining("no such file");
        Files.delete(model());
        assertThatThrownBy(() -> ImageClassifier.load(folder))
                .isInstanceOf(JsonFileException.class)
                .hasMessageContaining(model().toString())
                .hasMessageContaining("no such file");
    }

    @Test
    void truncatedAndCorruptWeights() throws IOException {
        save();
        byte[] whole = Files.readAllBytes(weights());
        for (int length : new int[] {0, 4, 100, whole.length - 1}) {
            Files.write(weights(), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> ImageClassifier.load(folder))
                    .isInstanceOf(WeightFileException.class)
                    .hasMessageContaining(weights().toString());
        }
        byte[] corrupt = whole.clone();
        corrupt[20] ^= 0x55;
        Files.write(weights(), corrupt);
        assertThatThrownBy(() -> ImageClassifier.load(folder))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContaining(weights().toString());
    }

    @Test
    void weightsOfAnotherNetwork() {
        save();
        Path other = folder.resolve("other");
        try (ImageClassifier larger = OdeNets.odeOnly(TinyTask.config().withFilters(16))) {
            larger.save(other);
        }
        assertThatThrownBy(() -> copyWeightsFrom(other))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContaining(weights().toString())
                .hasMessageContaining("[16, 1, 4, 4]")
                .hasMessageContaining("[8, 1, 4, 4]")
                .hasMessageContaining("same architecture");
        try (ImageClassifier resNet = OdeNets.resNet(TinyTask.config())) {
            resNet.save(other);
        }
        assertThatThrownBy(() -> copyWeightsFrom(other))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContaining("odeblock.odefunc.conv1._layer.weight")
                .hasMessageContaining("features.0.conv1.weight");
    }

    private void copyWeightsFrom(Path other) throws IOException {
        Files.copy(other.resolve("weights.safetensors"), weights(), StandardCopyOption.REPLACE_EXISTING);
        ImageClassifier.load(folder).close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"dopri5\" | \"dopri6\" | did you mean 'dopri5'",
                "\"ode-only\" | \"ode-onyl\" | did you mean 'ode-only'",
                "\"one-shot\" | \"twice\" | unknown downsampling",
                "\"checkpointed\" | \"guessed\" | unknown gradient method",
                "\"checkpointed\" | null | method is null",
                "\"gradient\" : { | \"gradient\" : null, \"old\" : { | gradient is null",
                "\"solver\" : null | \"solver\" : {\"method\": \"rk4\", \"settings\": {}} | only the adjoint",
                "\"memoryBudget\" : 7.0 | \"memoryBudget\" : -7 | memory budget is -7 bytes",
                "\"memoryBudget\" : 7.0 | \"memoryBudget\" : 7.5 | whole number",
                "\"memoryBudget\" : 7.0 | \"memory\" : 7 | 'checkpointed' has no setting 'memory'",
                "\"memoryBudget\" : 7.0 | \"memoryBudget\" : null | 'memoryBudget' has no value",
                "\"filters\" : 8 | \"filters\" : -8 | filters is -8",
                "\"filters\" : 8 | \"filters\" : 8.5 | filters",
                "\"filters\" : 8 | \"filtres\" : 8 | filters",
                "\"classes\" : 3 | \"classes\" : 0 | classes is 0",
                "\"dropout\" : 0.0 | \"dropout\" : 1.5 | dropout is 1.5",
                "\"relativeTolerance\" : 0.001 | \"relativeTolerance\" : -1 | -1",
                "\"relativeTolerance\" : 0.001 | \"relativeTolerance\" : null | 'relativeTolerance' has no value",
                "\"relativeTolerance\" : 0.001 | \"tolerance\" : 0.001 | no setting 'tolerance'",
                "\"relativeTolerance\" : 0.001 | \"maxSteps\" : 1.5 | whole number",
                "\"network\" | \"net\" | network",
                "\"seed\" : 3 | \"seed\" : \"three\" | seed",
            })
    void aModelFileWithABadValue(String good, String bad, String message) throws IOException {
        OdeNetConfig config =
                TinyTask.config().withGradient(Gradients.checkpointed().withMemoryBudget(7));
        try (ImageClassifier net = OdeNets.odeOnly(config)) {
            net.save(folder);
        }
        String text = Files.readString(model());
        assertThat(text).contains(good);
        Files.writeString(model(), text.replace(good, bad));
        assertThatThrownBy(() -> ImageClassifier.load(folder))
                .isInstanceOf(JsonFileException.class)
                .hasMessageContaining(model().toString())
                .hasMessageContaining(message);
    }

    @Test
    void aTruncatedModelFile() throws IOException {
        save();
        Files.writeString(model(), Files.readString(model()).substring(0, 60));
        assertThatThrownBy(() -> ImageClassifier.load(folder))
                .isInstanceOf(JsonFileException.class)
                .hasMessageContaining(model().toString())
                .hasMessageContaining("line");
    }

    /** A model file of a few bytes must not be able to ask for all memory. */
    @Test
    void anAbsurdSizeTakesNoMemory() throws IOException {
        save();
        String text = Files.readString(model());
        Files.writeString(model(), text.replace("\"filters\" : 8", "\"filters\" : 1000000000"));
        assertThatThrownBy(() -> ImageClassifier.load(folder))
                .isInstanceOfAny(WeightFileException.class, JsonFileException.class);
    }

    @Test
    void aFailureLeavesTheFolderAsItWas() throws IOException {
        save();
        byte[] before = Files.readAllBytes(weights());
        try (ImageClassifier net = TinyTask.odeOnly();
                ImageClassifier unknown = OdeNets.odeOnly(TinyTask.config().withSolver(new UnknownSolver()))) {
            net.parameters().flat().assign(1);
            assertThatThrownBy(() -> unknown.save(folder))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'mine' cannot be written")
                    .hasMessageContaining("dopri5");
            Path file = Files.createFile(folder.resolve("file"));
            assertThatThrownBy(() -> net.save(file.resolve("sub")))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("cannot be made");
        }
        assertThat(Files.readAllBytes(weights())).isEqualTo(before);
        try (var files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("model.json", "weights.safetensors", "file");
        }
    }

    @Test
    void weightsFromElsewhereMayBeOrderedOtherwise() {
        save();
        try (ImageClassifier net = ImageClassifier.load(folder)) {
            Map<String, INDArray> tensors = Weights.of(net.parameters());
            INDArray turned = tensors.get("classifier.module.4.weight").dup('f');
            tensors.put("classifier.module.4.weight", turned);
            Safetensors.write(weights(), tensors, Map.of());
            try (ImageClassifier loaded = ImageClassifier.load(folder)) {
                assertThat(loaded.parameters().flat())
                        .isEqualTo(net.parameters().flat());
            }
            tensors.put("one.more", Nd4j.ones(DataType.FLOAT, 2));
            Safetensors.write(weights(), tensors, Map.of());
            assertThatThrownBy(() -> ImageClassifier.load(folder)).hasMessageContaining("unknown are [one.more]");
        }
    }

    private void save() {
        try (ImageClassifier net = TinyTask.odeOnly()) {
            net.save(folder);
        }
    }

    private Path model() {
        return folder.resolve("model.json");
    }

    private Path weights() {
        return folder.resolve("weights.safetensors");
    }
}
