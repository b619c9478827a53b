using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Schemas;

/// <summary>One check of one value: where it is, what was found, and how much work it may still be.</summary>
/// <remarks>Values come from outside and schemas may branch: work and depth are bounded, and what cannot be checked within the bounds does not fit.</remarks>
internal sealed class SchemaRun
{
    public const int MaxProblems = 20;

    /// <summary>About a second of work at the very most.</summary>
    private const int MaxSteps = 1_000_000;

    /// <summary>Values are not that deep; with references and alternatives several schemas look at each level of one.</summary>
    private const int MaxDepth = 512;

    private static readonly TimeSpan s_timeForPatterns = TimeSpan.FromSeconds(1);

    private readonly JsonPath _path = new();
    private List<ToolProblem>? _problems;
    private int _count;
    private int _strangeness;
    private int _base;
    private int _steps;
    private int _depth;
    private TimeSpan _onPatterns;
    private string? _givenUp;

    /// <summary>Gets a value indicating whether a problem would only be counted.</summary>
    private bool IsFull => _problems is { Count: MaxProblems };

    public SchemaFindings Check(SchemaNode node, JsonElement value)
    {
        var findings = Try(node, value);
        return _givenUp is null ? findings : new([new ToolProblem { Path = string.Empty, Message = _givenUp }], 1);
    }

    /// <summary>Checks the value by itself, without reporting anything.</summary>
    public SchemaFindings Try(SchemaNode node, JsonElement value)
    {
        var (problems, count, strangeness, start) = (_problems, _count, _strangeness, _base);
        (_problems, _count, _strangeness, _base) = (null, 0, 0, _path.Depth);
        node.Check(value, this);
        var findings = new SchemaFindings(_problems ?? [], _count, _strangeness);
        (_problems, _count, _strangeness, _base) = (problems, count, strangeness, start);
        return findings;
    }

    public bool TryEnter()
    {
        if (!Spend(1))
        {
            return false;
        }

        if (_depth == MaxDepth)
        {
            _givenUp = "it goes too deep to be checked against this schema. Nest less.";
            return false;
        }

        _depth++;
        return true;
    }

    public void Leave() => _depth--;

    public void Push(string name) => _path.Push(name);

    public void Push(int index) => _path.Push(index);

    public void Pop() => _path.Pop();

    /// <summary>Takes note of work.</summary>
    /// <returns>False if it has become too much.</returns>
    public bool Spend(int steps)
    {
        if ((_steps += steps) > MaxSteps)
        {
            _givenUp ??= "it takes too long to be checked against this schema. Give less at a time.";
        }

        return _givenUp is null;
    }

    /// <summary>Takes note of time that patterns have taken: each match may be slow without being too slow.</summary>
    public void SpendOnPatterns(TimeSpan time)
    {
        if ((_onPatterns += time) > s_timeForPatterns)
        {
            GiveUp("its patterns take too long. Give less at a time.");
        }
    }

    public void GiveUp(string reason) => _givenUp ??= reason;

    /// <summary>Finds the name that was probably meant, while anybody is going to read of it.</summary>
    public string? Nearest(string name, IReadOnlyCollection<string> known) =>
        !IsFull && Spend(8 * known.Count) ? NearNames.Find(name, known) : null;

    /// <summary>Says that the value is not what is expected.</summary>
    public void Mismatch(JsonElement value, string expected, string? nearest = null)
    {
        var found = IsFull ? string.Empty : _path.IsSecret ? SecretNames.Masked : JsonText.Describe(value);
        Report($"found {found}, expected {expected}.{DidYouMean(nearest)}", found, expected, nearest);
    }

    public void Report(string message, string? found = null, string? expected = null, string? nearest = null)
    {
        _count++;
        if (!IsFull)
        {
            (_problems ??= []).Add(new() { Path = _path.ToString(), Message = message, Found = found, Expected = expected, Nearest = nearest });
        }
    }

    /// <summary>Reports what <see cref="Try"/> has found.</summary>
    public void Report(SchemaFindings findings)
    {
        _count += findings.Count;
        foreach (var problem in findings.Problems.TakeWhile(_ => !IsFull))
        {
            (_problems ??= []).Add(problem);
        }
    }

    /// <summary>Takes note that the value here looks like that of something else, so that another alternative is probably meant.</summary>
    /// <param name="isFixed">Whether a fixed value is expected: that of a property, too, says which alternative is meant.</param>
    public void NoteStrange(bool isFixed)
    {
        var depth = _path.Depth - _base;
        _strangeness = Math.Max(_strangeness, depth == 0 ? 2 : depth == 1 && isFixed ? 1 : 0);
    }

    public static string DidYouMean(string? nearest) => nearest is null ? string.Empty : $" Did you mean '{Excerpt.Of(nearest)}'?";
}
