package org.odenet.core.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where each parameter of a layer and of all its children lies in one flat vector. */
public final class ParameterLayout {

    private record Range(long from, long to) {}

    private final Map<String, ParameterSpec> byName = new LinkedHashMap<>();
    private final Map<ParameterSpec, Long> offsets = new IdentityHashMap<>();
    private final Map<Layer, Range> ranges = new IdentityHashMap<>();
    private long length;

    private ParameterLayout() {}

    /**
     * Lays out the parameters of a layer: its own, then its children's, in their order.
     *
     * @param root the layer
     * @return the layout
     * @throws IllegalArgumentException if two parameters have one name, or a layer occurs twice
     */
    public static ParameterLayout of(Layer root) {
        ParameterLayout layout = new ParameterLayout();
        layout.add("", root);
        return layout;
    }

    private void add(String prefix, Layer layer) {
        long from = length;
        for (ParameterSpec spec : layer.parameters()) {
            addParameter(prefix + spec.name(), spec);
        }
        layer.children().forEach((name, child) -> add(name.isEmpty() ? prefix : prefix + name + ".", child));
        ranges.put(layer, new Range(from, length));
    }

    private void addParameter(String name, ParameterSpec spec) {
        if (byName.put(name, spec) != null) {
            throw new IllegalArgumentException(
                    "two parameters have the name '" + name + "'; give the children of a layer different names");
        }
        if (offsets.put(spec, length) != null) {
            throw new IllegalArgumentException(
                    "the layer with parameter '" + name + "' occurs twice in the network; make a layer for each place");
        }
        length += spec.length();
    }

    /**
     * The names of all parameters.
     *
     * @return the names in the order of the flat vector
     */
    public List<String> names() {
        return new ArrayList<>(byName.keySet());
    }

    /**
     * The parameters by name.
     *
     * @return a view in the order of the flat vector
     */
    public Map<String, ParameterSpec> specs() {
        return Collections.unmodifiableMap(byName);
    }

    /**
     * The length of the flat vector.
     *
     * @return the number of elements of all parameters
     */
    public long length() {
        return length;
    }

    /**
     * Where a parameter lies.
     *
     * @param spec the parameter
     * @return its offset in the flat vector
     * @throws IllegalArgumentException if it is not of this layout
     */
    long offset(ParameterSpec spec) {
        Long offset = offsets.get(spec);
        if (offset == null) {
            throw new IllegalArgumentException("a parameter '" + spec.name()
                    + "' is not among the parameters of this context; were they made for another network?");
        }
        return offset;
    }

    /**
     * Where a layer's parameters begin.
     *
     * @param layer the layer
     * @return the offset in the flat vector
     */
    long from(Layer layer) {
        return range(layer).from();
    }

    /**
     * Where a layer's parameters end.
     *
     * @param layer the layer
     * @return the offset in the flat vector after the last
     */
    long to(Layer layer) {
        return range(layer).to();
    }

    private Range range(Layer layer) {
        Range range = ranges.get(layer);
        if (range == null) {
            throw new IllegalArgumentException(
                    "a layer of type " + layer.getClass().getSimpleName() + " is not part of this network");
        }
        return range;
    }
}
