package org.odenet.core.nn;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.odenet.core.tensor.Tensors;

/** Values for all parameters of a network, or a gradient of the same layout: named views of one flat vector. */
public final class Parameters implements AutoCloseable {

    private final ParameterLayout layout;
    private final INDArray flat;
    /** Where the flat vector begins in the layout. */
    private final long begin;

    private final Map<ParameterSpec, INDArray> views = new IdentityHashMap<>();

    /**
     * Gives a flat vector its names.
     *
     * @param layout the layout
     * @param flat the values, {@code [length of the layout]}, shared and not copied
     * @throws IllegalArgumentException if the vector has another length
     */
    public Parameters(ParameterLayout layout, INDArray flat) {
        this(layout, requireLength("parameters of a network", flat, layout.length()), 0);
    }

    /** Views of a flat vector that begins at an offset of the layout. */
    private Parameters(ParameterLayout layout, INDArray flat, long begin) {
        Tensors.requireFloating(flat.dataType());
        this.layout = layout;
        this.flat = flat;
        this.begin = begin;
        long end = begin + flat.length();
        layout.specs().values().forEach(spec -> {
            long from = layout.offset(spec) - begin;
            if (from >= 0 && from + spec.length() <= end - begin) {
                views.put(spec, interval(flat, from, from + spec.length()).reshape('c', spec.shape()));
            }
        });
    }

    private static INDArray requireLength(String what, INDArray flat, long length) {
        if (flat.length() != length) {
            throw new IllegalArgumentException("the flat vector of the " + what + " has " + flat.length()
                    + " elements; it must have " + length + ", one for each parameter");
        }
        return flat;
    }

    private static INDArray interval(INDArray flat, long from, long to) {
        return flat.get(NDArrayIndex.interval(from, to));
    }

    /**
     * First values for a network.
     *
     * @param network the network
     * @param type FLOAT or DOUBLE
     * @param seed fixes all values
     * @return new parameters, to be closed by the caller
     */
    public static Parameters initialize(Layer network, DataType type, long seed) {
        ParameterLayout layout = ParameterLayout.of(network);
        Parameters parameters = new Parameters(layout, Nd4j.create(Tensors.requireFloating(type), layout.length()));
        SplittableRandom seeds = new SplittableRandom(seed);
        layout.specs().values().forEach(spec -> spec.initializer().initialize(parameters.get(spec), seeds.split()));
        return parameters;
    }

    /**
     * Zeros of the same layout, such as a gradient to add to.
     *
     * @return new parameters, to be closed by the caller
     */
    public Parameters zerosLike() {
        return new Parameters(layout, Nd4j.create(flat.dataType(), layout.length()));
    }

    /**
     * The same values in another type, or a copy.
     *
     * @param type FLOAT or DOUBLE
     * @return new parameters, to be closed by the caller
     */
    public Parameters copyAs(DataType type) {
        Parameters copy = new Parameters(layout, Nd4j.create(Tensors.requireFloating(type), layout.length()));
        copy.flat.assign(flat);
        return copy;
    }

    /**
     * A parameter's value.
     *
     * @param spec the parameter
     * @return a view
     * @throws IllegalArgumentException if it is not of this network
     */
    public INDArray get(ParameterSpec spec) {
        INDArray view = views.get(spec);
        if (view == null) {
            layout.offset(spec);
            throw new IllegalArgumentException(
                    "the parameter '" + spec.name() + "' lies outside this part of the network");
        }
        return view;
    }

    /**
     * A parameter's value.
     *
     * @param name its name, such as {@code odeblock.odefunc.conv1._layer.weight}
     * @return a view
     * @throws IllegalArgumentException if there is no such parameter
     */
    public INDArray get(String name) {
        ParameterSpec spec = layout.specs().get(name);
        if (spec == null) {
            throw new IllegalArgumentException("no parameter has the name '" + name + "'; there are " + layout.names());
        }
        return get(spec);
    }

    /**
     * The part of the flat vector that holds a layer's parameters.
     *
     * @param layer a layer of the network
     * @return a view {@code [number of its parameters]}; null if it has none
     */
    public INDArray flatOf(Layer layer) {
        long from = layout.from(layer) - begin;
        long to = layout.to(layer) - begin;
        if (from == to) {
            return null;
        }
        return to - from == flat.length() ? flat : interval(flat, from, to);
    }

    /** How much memory a layer's parameters take. */
    long bytesOf(Layer layer) {
        return (layout.to(layer) - layout.from(layer)) * dataType().width();
    }

    /**
     * The named views of a flat vector that holds one layer's parameters.
     *
     * @param layer a layer of the network
     * @param values its parameters, {@code [number of its parameters]}, shared and not copied
     * @return views for this layer and its children only
     * @throws IllegalArgumentException if the vector has another length, such as that of the whole network's
     */
    public Parameters viewsOf(Layer layer, INDArray values) {
        long from = layout.from(layer);
        requireLength(
                "parameters of a layer of type " + layer.getClass().getSimpleName(), values, layout.to(layer) - from);
        return new Parameters(layout, values, from);
    }

    /**
     * All values.
     *
     * @return the flat vector itself
     */
    public INDArray flat() {
        return flat;
    }

    /**
     * The names of all parameters.
     *
     * @return the names in the order of the flat vector
     */
    public List<String> names() {
        return layout.names();
    }

    /**
     * The layout.
     *
     * @return the layout
     */
    public ParameterLayout layout() {
        return layout;
    }

    /**
     * The number of parameters.
     *
     * @return the length of the flat vector
     */
    public long count() {
        return flat.length();
    }

    /**
     * The type of the values.
     *
     * @return FLOAT or DOUBLE
     */
    public DataType dataType() {
        return flat.dataType();
    }

    /** Frees the flat vector. */
    @Override
    public void close() {
        if (!flat.wasClosed()) {
            flat.close();
        }
    }
}
