using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Graballo.Rules.Feel;

/// <summary>An immutable map from names to FEEL values that keeps the order of insertion (DMN 1.5 §10.3.2.6).</summary>
[SuppressMessage("Naming", "CA1710", Justification = "A context is what FEEL calls it.")]
public sealed class FeelContext : IReadOnlyCollection<KeyValuePair<string, object?>>
{
    // Most contexts are small: comparing a few keys is quicker than hashing one.
    private const int IndexFrom = 9;

    private readonly string[] _keys;
    private readonly object?[] _values;
    private readonly Dictionary<string, int>? _index;

    private FeelContext(string[] keys, object?[] values)
    {
        (_keys, _values) = (keys, values);
        if (keys.Length < IndexFrom) return;
        _index = new Dictionary<string, int>(keys.Length, StringComparer.Ordinal);
        for (var i = 0; i < keys.Length; i++) _index[keys[i]] = i;
    }

    public static FeelContext Empty { get; } = new([], []);

    public int Count => _keys.Length;

    public IReadOnlyList<string> Keys => _keys;

    /// <summary>Null when the name is missing, as in a FEEL path.</summary>
    public object? this[string name] => Find(name) is var i and >= 0 ? _values[i] : null;

    /// <summary>The values must be FEEL values; of equal keys the last one wins, in the first one's place.</summary>
    public static FeelContext Create(IEnumerable<KeyValuePair<string, object?>> entries)
    {
        var keys = new List<string>();
        var values = new List<object?>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (key, value) in entries)
        {
            if (places.TryGetValue(key, out var place))
            {
                values[place] = value;
                continue;
            }

            places[key] = keys.Count;
            keys.Add(key);
            values.Add(value);
        }

        return new FeelContext([.. keys], [.. values]);
    }

    /// <summary>Keeps the arrays; the keys must differ.</summary>
    internal static FeelContext Wrap(string[] keys, object?[] values) => new(keys, values);

    public bool TryGetValue(string name, out object? value)
    {
        var i = Find(name);
        value = i >= 0 ? _values[i] : null;
        return i >= 0;
    }

    public bool Contains(string name) => Find(name) >= 0;

    /// <summary>A copy with the entry set: replaced in its place, or added at the end.</summary>
    public FeelContext With(string name, object? value)
    {
        var i = Find(name);
        if (i < 0) return new FeelContext([.. _keys, name], [.. _values, value]);
        var values = (object?[])_values.Clone();
        values[i] = value;
        return new FeelContext(_keys, values);
    }

    /// <summary>A copy with every entry of <paramref name="other"/> set.</summary>
    public FeelContext WithAll(FeelContext other) =>
        other.Count == 0 ? this : Count == 0 ? other : Create(((IEnumerable<KeyValuePair<string, object?>>)this).Concat(other));

    [SuppressMessage("Performance", "CA1851", Justification = "The keys are an array.")]
    public FeelContext Without(string name) =>
        Contains(name) ? Create(((IEnumerable<KeyValuePair<string, object?>>)this).Where(e => e.Key != name)) : this;

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < _keys.Length; i++) yield return new KeyValuePair<string, object?>(_keys[i], _values[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => FeelValue.Write(this);

    private int Find(string name)
    {
        if (_index is not null) return _index.TryGetValue(name, out var place) ? place : -1;
        var keys = _keys;
        for (var i = 0; i < keys.Length; i++)
        {
            if (ReferenceEquals(keys[i], name)) return i;
        }

        for (var i = 0; i < keys.Length; i++)
        {
            if (string.Equals(keys[i], name, StringComparison.Ordinal)) return i;
        }

        return -1;
    }
}
