package org.odenet.core.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ParametersTest {

    private static Sequential network() {
        return Sequential.builder()
                .add("first", new Linear(2, 3))
                .add("second", Sequential.of(new Relu(), new Linear(3, 3)))
                .add("third", new Linear(3, 1))
                .build();
    }

    @Test
    void namesJoinThoseOfTheLayersInOrder() {
        ParameterLayout layout = ParameterLayout.of(network());
        assertThat(layout.names())
                .containsExactly(
                        "first.weight", "first.bias", "second.1.weight", "second.1.bias", "third.weight", "third.bias");
        assertThat(layout.length()).isEqualTo(6 + 3 + 9 + 3 + 3 + 1);
        assertThat(layout.specs().get("second.1.weight").shape()).isEqualTo(new long[] {3, 3});
    }

    @Test
    void viewsShareTheFlatVector() {
        try (Parameters parameters = Parameters.initialize(network(), DataType.DOUBLE, 1)) {
            parameters.flat().assign(Nd4j.arange(parameters.count()).castTo(DataType.DOUBLE));
            assertThat(parameters.get("first.bias")).isEqualTo(Nd4j.createFromArray(6.0, 7, 8));
            parameters.get("third.bias").assign(-1);
            assertThat(parameters.flat().getDouble(24)).isEqualTo(-1);
            assertThat(parameters.get("second.1.weight").getDouble(1, 2)).isEqualTo(9 + 5);
        }
    }

    @Test
    void theViewsOfOneLayerFitTheGradientOfThatLayer() {
        Sequential network = network();
        Layer second = network.children().get("second");
        try (Parameters parameters = Parameters.initialize(network, DataType.DOUBLE, 1)) {
            assertThat(parameters.flatOf(second).length()).isEqualTo(12);
            assertThat(parameters.flatOf(network).length()).isEqualTo(25);
            INDArray values = Nd4j.arange(12).castTo(DataType.DOUBLE);
            Parameters views = parameters.viewsOf(second, values);
            assertThat(views.get("second.1.bias")).isEqualTo(Nd4j.createFromArray(9.0, 10, 11));
            views.get("second.1.bias").addi(1);
            assertThat(values.getDouble(11)).isEqualTo(12);
            assertThatThrownBy(() -> views.get("first.bias"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'bias' lies outside this part");
        }
    }

    /** Of another length its parts would be taken for those of other layers. */
    @Test
    void aVectorOfAnotherLengthIsRefused() {
        Sequential network = network();
        Layer second = network.children().get("second");
        try (Parameters parameters = Parameters.initialize(network, DataType.DOUBLE, 1)) {
            assertThatThrownBy(() -> parameters.viewsOf(second, parameters.flat()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("a layer of type Sequential", "has 25 elements", "must have 12");
            assertThatThrownBy(() -> new Parameters(parameters.layout(), Nd4j.create(DataType.DOUBLE, 26)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("has 26 elements", "must have 25");
        }
    }

    @Test
    void aLayerWithoutParametersHasNoVector() {
        Sequential network = network();
        Layer relu = network.children().get("second").children().get("0");
        try (Parameters parameters = Parameters.initialize(network, DataType.FLOAT, 1)) {
            assertThat(parameters.flatOf(relu)).isNull();
            assertThatThrownBy(() -> parameters.flatOf(new Relu()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Relu is not part of this network");
        }
    }

    @Test
    void oneSeedFixesAllValues() {
        try (Parameters first = Parameters.initialize(network(), DataType.FLOAT, 1);
                Parameters same = Parameters.initialize(network(), DataType.FLOAT, 1);
                Parameters other = Parameters.initialize(network(), DataType.FLOAT, 2)) {
            assertThat(same.flat()).isEqualTo(first.flat());
            assertThat(other.flat()).isNotEqualTo(first.flat());
        }
    }

    @Test
    void copiesAreTheirOwn() {
        try (Parameters parameters = Parameters.initialize(network(), DataType.DOUBLE, 1);
                Parameters copy = parameters.copyAs(DataType.DOUBLE);
                Parameters narrow = parameters.copyAs(DataType.FLOAT);
                Parameters zeros = parameters.zerosLike()) {
            copy.flat().addi(1);
            assertThat(copy.flat().sub(parameters.flat()).minNumber().doubleValue())
                    .isGreaterThan(0.99);
            assertThat(narrow.dataType()).isEqualTo(DataType.FLOAT);
            assertThat(narrow.flat()).isEqualTo(parameters.flat().castTo(DataType.FLOAT));
            assertThat(zeros.flat().amaxNumber().doubleValue()).isZero();
            assertThat(zeros.names()).isEqualTo(parameters.names());
        }
    }

    /** A layer with children of choice. */
    private record Parent(Map<String, Layer> children) implements Layer {

        @Override
        public ForwardPass forward(INDArray x, LayerContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long[] outputShape(long... inputShape) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void twoParametersOfOneNameAreRefused() {
        Map<String, Layer> children = new LinkedHashMap<>();
        children.put("", Sequential.of(new Linear(1, 1)));
        children.put("0", new Linear(1, 1));
        assertThatThrownBy(() -> ParameterLayout.of(new Parent(children)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two parameters have the name '0.weight'");
    }

    @Test
    void aLayerInTwoPlacesIsRefused() {
        Linear shared = new Linear(1, 1);
        assertThatThrownBy(() -> ParameterLayout.of(Sequential.of(shared, new Relu(), shared)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'2.weight' occurs twice")
                .hasMessageContaining("make a layer for each place");
    }

    @Test
    void unknownParametersAreRefused() {
        try (Parameters parameters = Parameters.initialize(network(), DataType.FLOAT, 1)) {
            assertThatThrownBy(() -> parameters.get("fourth.weight"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no parameter has the name 'fourth.weight'")
                    .hasMessageContaining("third.bias");
            ParameterSpec stranger = new Linear(1, 1).parameters().get(0);
            assertThatThrownBy(() -> parameters.get(stranger))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not among the parameters");
        }
        assertThatThrownBy(() -> Parameters.initialize(network(), DataType.INT32, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use FLOAT or DOUBLE");
    }

    @Test
    void aNetworkMayHaveNoParameters() {
        try (Parameters parameters = Parameters.initialize(new Relu(), DataType.FLOAT, 1)) {
            assertThat(parameters.count()).isZero();
            assertThat(parameters.names()).isEqualTo(List.of());
        }
    }
}
