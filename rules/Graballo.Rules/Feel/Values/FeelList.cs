using System.Collections;

namespace Graballo.Rules.Feel;

/// <summary>An immutable list of FEEL values.</summary>
public sealed class FeelList : IReadOnlyList<object?>
{
    private readonly object?[] _items;

    /// <summary>Takes a copy of the values, which must be FEEL values (see <see cref="FeelValue.From(object?)"/> for others).</summary>
    public FeelList(IEnumerable<object?> items) => _items = [.. items];

    private FeelList(object?[] items) => _items = items;

    public static FeelList Empty { get; } = new((object?[])[]);

    public int Count => _items.Length;

    /// <summary>Zero-based, unlike FEEL's own index.</summary>
    public object? this[int index] => _items[index];

    public static FeelList Of(params object?[] items) => new((object?[])items.Clone());

    internal ReadOnlySpan<object?> Items => _items;

    /// <summary>Keeps the array: the caller gives it away.</summary>
    internal static FeelList Wrap(object?[] items) => new(items);

    internal static FeelList Collect(List<object?> items) => new(items.ToArray());

    public IEnumerator<object?> GetEnumerator() => ((IEnumerable<object?>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    public override string ToString() => FeelValue.Write(this);
}
