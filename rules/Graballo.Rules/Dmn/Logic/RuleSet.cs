using System.Numerics;
using Graballo.Rules.Feel.Evaluation;

namespace Graballo.Rules.Dmn.Logic;

/// <summary>The rules of a table and the index of its columns: finds the next matching rule.</summary>
internal sealed class RuleSet(CompiledRule[] rules, ColumnIndex[] columns)
{
    private readonly bool[] _mustAsk = [.. columns.Select(c => c.HasOpen)];

    public int Words => (rules.Length + 63) / 64;

    /// <summary>Sets the bits of the rules that no index excludes; bits of <paramref name="unindexed"/> mark the columns to ask.</summary>
    public void Candidates(object?[] values, Span<ulong> bits, Span<bool> unindexed)
    {
        bits.Fill(ulong.MaxValue);
        if (rules.Length % 64 is > 0 and var rest) bits[^1] = (1UL << rest) - 1;
        for (var c = 0; c < columns.Length; c++)
        {
            if (!columns[c].TryGet(values[c], out var allowed))
            {
                unindexed[c] = true;
                continue;
            }

            allowed.Restrict(bits);
        }
    }

    /// <summary>The first matching rule at or after <paramref name="from"/>, or -1.</summary>
    public int Next(int from, ReadOnlySpan<ulong> bits, ReadOnlySpan<bool> unindexed, ColumnFrames frames, EvaluationState state)
    {
        for (var word = from >> 6; word < bits.Length; word++)
        {
            var left = bits[word];
            if (word == from >> 6) left &= ulong.MaxValue << (from & 63);
            for (; left != 0; left &= left - 1)
            {
                var rule = (word << 6) + BitOperations.TrailingZeroCount(left);
                if (Agrees(rule, unindexed, frames, state)) return rule;
            }
        }

        return -1;
    }

    private bool Agrees(int rule, ReadOnlySpan<bool> unindexed, ColumnFrames frames, EvaluationState state)
    {
        for (var c = 0; c < columns.Length; c++)
        {
            if (!unindexed[c] && !(_mustAsk[c] && columns[c].Open[rule])) continue;
            if (rules[rule].Cells[c] is not { } cell) continue;
            state.Step();
            if (!cell.Accepts(frames.Of(c), state)) return false;
        }

        return true;
    }
}

/// <summary>The frames in which cells find their input as "?", made when the first cell asks.</summary>
internal sealed class ColumnFrames(Frame table, object?[] values)
{
    private Frame?[]? _frames;

    public Frame Of(int column) => (_frames ??= new Frame?[values.Length])[column] ??= new Frame(table, [values[column]], table.Root);
}
