namespace Graballo.Workflows.Engine.State;

/// <summary>Has a number that is unique in its instance.</summary>
internal interface INumbered
{
    int Id { get; }
}

/// <summary>
/// Rows in the order of their numbers. Numbers only grow, so adding is appending, finding is a binary search
/// and every walk over rows is in the same order whenever a step is repeated.
/// </summary>
internal sealed class Table<T>
    where T : class, INumbered
{
    private readonly List<T> rows;

    public Table(IReadOnlyList<T> from) => rows = [.. from];

    public int Count => rows.Count;

    public T this[int index] => rows[index];

    public T? Find(int id)
    {
        var at = IndexOf(id);
        return at < 0 ? null : rows[at];
    }

    public T Add(T row)
    {
        rows.Add(row);
        return row;
    }

    public T Replace(T row)
    {
        var at = IndexOf(row.Id);
        if (at >= 0)
            rows[at] = row;
        return row;
    }

    public bool Remove(int id)
    {
        var at = IndexOf(id);
        if (at >= 0)
            rows.RemoveAt(at);
        return at >= 0;
    }

    public T[] Where(Func<T, bool> wanted)
    {
        List<T>? found = null;
        foreach (var row in rows)
            if (wanted(row))
                (found ??= []).Add(row);
        return found is null ? [] : [.. found];
    }

    public T[] ToArray() => [.. rows];

    private int IndexOf(int id)
    {
        int low = 0, high = rows.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var found = rows[middle].Id;
            if (found == id)
                return middle;
            if (found < id)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return -1;
    }
}
