using System.Runtime.CompilerServices;

namespace Graballo.Rules.Feel.Evaluation;

/// <summary>Text and place of an expression, for diagnostics.</summary>
internal sealed record ExpressionSource(string Text, string Where);

/// <summary>The variables of one scope; <see cref="Root"/> is what the caller gave.</summary>
internal sealed class Frame(Frame? parent, object?[] slots, FeelContext root)
{
    public Frame? Parent { get; } = parent;

    public object?[] Slots { get; } = slots;

    public FeelContext Root { get; } = root;
}

internal delegate object? Eval(Frame frame, EvaluationState state);

/// <summary>Budget and diagnostics of one evaluation; used by one thread.</summary>
internal sealed class EvaluationState
{
    private const int MaxDiagnostics = 100;
    private static readonly TimeSpan MaxMatching = TimeSpan.FromSeconds(0.75);
    private static readonly ExpressionSource Nowhere = new("", "");

    private List<FeelDiagnostic>? _diagnostics;
    private int _steps;
    private int _depth;
    private int _quiet;
    private TimeSpan _matching;

    public EvaluationState(FeelOptions options)
    {
        Options = options;
        _steps = options.MaxSteps;
    }

    /// <summary>The evaluation of this thread, whose budget the checks of constrained types share; null outside one.</summary>
    [field: ThreadStatic]
    public static EvaluationState? Current { get; private set; }

    /// <summary>Begins the evaluation on this thread; disposing ends it.</summary>
    public Running Begin()
    {
        var outer = Current;
        if (outer is null) FeelComparison.Begin();
        Current = this;
        return new Running(outer);
    }

    /// <summary>Ends an evaluation.</summary>
    internal readonly ref struct Running(EvaluationState? outer)
    {
        public void Dispose() => Current = outer;
    }

    public FeelOptions Options { get; }

    public ExpressionSource Source { get; set; } = Nowhere;

    /// <summary>Offset in the source of what is being evaluated.</summary>
    public int Position { get; set; }

    /// <summary>Explanations of decisions; null when nobody asks.</summary>
    public List<Dmn.DecisionTrace>? Trace { get; set; }

    public IReadOnlyList<FeelDiagnostic> Diagnostics => _diagnostics ?? (IReadOnlyList<FeelDiagnostic>)[];

    private int MaxSize => Options.MaxSizeThousands * 1000;

    /// <summary>Notes the reason and gives the null that FEEL asks for.</summary>
    public object? Fail(string code, string message)
    {
        if (_quiet > 0 || _diagnostics?.Count >= MaxDiagnostics) return null;
        var place = FeelSyntaxException.At(message, Source.Text, Position);
        (_diagnostics ??= []).Add(new FeelDiagnostic(code, message, Source.Where, place.Line, place.Column));
        return null;
    }

    public object? FailAt(int position, string code, string message)
    {
        Position = position;
        return Fail(code, message);
    }

    /// <summary>Evaluates without noting reasons, where a null is an expected answer.</summary>
    public object? Quietly(Eval eval, Frame frame)
    {
        _quiet++;
        try
        {
            return eval(frame, this);
        }
        finally
        {
            _quiet--;
        }
    }

    public void Step(int count = 1)
    {
        _steps -= count;
        if (_steps < 0 || count < 0) throw new FeelBudgetException($"The evaluation took more than {Options.MaxSteps} steps.");
    }

    /// <summary>Charges a list before it is made.</summary>
    public void Size(long items)
    {
        if (items > MaxSize) throw new FeelBudgetException($"A list is longer than {MaxSize} items.");
        Step((int)items);
    }

    /// <summary>Charges one more item of a list that grows.</summary>
    public void Grow(int count)
    {
        if (count >= MaxSize) throw new FeelBudgetException($"A list is longer than {MaxSize} items.");
        Step();
    }

    /// <summary>Charges reading a value: long texts and lists cost more than a call.</summary>
    public void Read(object? value)
    {
        switch (value)
        {
            case string text: Step(text.Length >> 8); break;
            case FeelList list: Step(list.Count >> 4); break;
            case FeelContext context: Step(context.Count >> 2); break;
        }
    }

    /// <summary>Many slow matches are as bad as one that does not end.</summary>
    public void Matched(TimeSpan time)
    {
        _matching += time;
        if (_matching > MaxMatching) throw new FeelBudgetException("The regular expressions of the evaluation took too long.");
    }

    /// <summary>Refuses a string that grew too long.</summary>
    public void Fits(long characters)
    {
        if (characters > MaxSize) throw new FeelBudgetException($"A string is longer than {MaxSize} characters.");
    }

    /// <summary>Charges a string before it is made.</summary>
    public void Text(long characters)
    {
        Fits(characters);
        Step((int)(characters >> 6) + 1);
    }

    public void Enter()
    {
        if (++_depth > Options.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new FeelBudgetException($"Functions call each other more than {Options.MaxDepth} levels deep.");
    }

    public void Leave() => _depth--;
}
