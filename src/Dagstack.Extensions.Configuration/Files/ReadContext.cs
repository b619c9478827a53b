using Dagstack.Extensions.Configuration.Errors;
using Dagstack.Extensions.Configuration.Interpolation;
using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Files;

/// <summary>What a reader of one file needs: where it is, what it may not exceed, and where problems go.</summary>
internal sealed class ReadContext(ConfigFile file, Interpolator? interpolator, ProblemList problems)
{
    private readonly List<PathSegment> _path = [];
    private long _nodes;

    public ConfigFile File { get; } = file;

    public ProblemList Problems { get; } = problems;

    /// <summary>Gets the path of the value being read.</summary>
    public string Path => _path.Aggregate(string.Empty, static (path, segment) => segment.AppendTo(path));

    public int Depth => _path.Count;

    public void Enter(string key) => _path.Add(new(key));

    public void Enter(int index) => _path.Add(new(index));

    public void Leave() => _path.RemoveAt(_path.Count - 1);

    /// <summary>Reports a problem of the value being read; reading goes on.</summary>
    public void Report(string message, int line, int column, ConfigErrorReason reason = ConfigErrorReason.ParseError) =>
        Problems.Add(At(message, line, column, reason));

    /// <summary>Makes an error that ends the reading of this file.</summary>
    public ReadFault Fault(string message, int line, int column) => new(At(message, line, column, ConfigErrorReason.ParseError));

    public ReadFault Invalid(string reason, int line, int column)
    {
        var message = $"the file is not valid {File.Format.Name}: {reason}. Correct this place; what comes after it has not been checked.";
        return new(File.Problem(ConfigErrorReason.ParseError, string.Empty, message, line, column));
    }

    public void CheckDepth(int levels, int line, int column)
    {
        if (levels > ReadLimits.Depth)
        {
            throw Fault($"the file is nested more than {ReadLimits.Depth} levels deep. Make it flatter.", line, column);
        }
    }

    /// <summary>Counts a value, or all values of an alias.</summary>
    public void Count(long size, int line, int column)
    {
        _nodes += size;
        if (_nodes > ReadLimits.Nodes)
        {
            throw Fault(
                size > 1
                    ? $"the aliases of this file repeat so much that it would have more than {ReadLimits.Nodes:N0} values. Write out what is meant."
                    : $"the file has more than {ReadLimits.Nodes:N0} values. Split it, or keep such data elsewhere.",
                line,
                column);
        }
    }

    /// <summary>Checks a key.</summary>
    public string Key(string key, int line, int column) =>
        key.Length > ReadLimits.KeyLength ? throw Fault($"a key has {key.Length:N0} characters, and at most {ReadLimits.KeyLength:N0} are read. Is a value in the place of a key?", line, column)
            : HasLoneSurrogate(key) ? throw Fault("a key has half of a surrogate pair, which is no character. Correct the escape.", line, column)
            : key;

    public void ReportDuplicate(string key, int line, int column, ConfigNode first)
    {
        Enter(key);
        Report($"this key is there twice: the first is in line {first.Line}. Keep one of them.", line, column);
        Leave();
    }

    /// <summary>Makes a string, with variables in it replaced.</summary>
    public ConfigNode Text(string text, int line, int column)
    {
        var result = Expand(text, line, column);
        return result.Secret is { } secret ? new ConfigSecret(File, line, column, secret) : ConfigScalar.OfString(File, line, column, result.Text ?? string.Empty, result.IsReplaced);
    }

    /// <summary>Replaces the variables of a text. A problem is reported, and leaves an empty text.</summary>
    public Expansion Expand(string text, int line, int column)
    {
        var result = interpolator is null ? Expansion.Of(text, replaced: false) : interpolator.Expand(text);
        if (result.Error is { } error)
        {
            Report(error, line, column, result.Reason);
        }
        else if (result.Text is { } expanded && HasLoneSurrogate(expanded))
        {
            Report("the text has half of a surrogate pair, which is no character. Correct the escape.", line, column);
        }

        return result;
    }

    public void CheckNumber(int length, int line, int column)
    {
        if (length > ReadLimits.NumberLength)
        {
            throw Fault($"a number has {length:N0} characters, and at most {ReadLimits.NumberLength} are read. Put it in quotes if it is a text.", line, column);
        }
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff'); i >= 0 && i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (!char.IsHighSurrogate(text[i]) || ++i == text.Length || !char.IsLowSurrogate(text[i])))
            {
                return true;
            }
        }

        return false;
    }

    private ConfigProblem At(string message, int line, int column, ConfigErrorReason reason) => File.Problem(reason, Path, message, line, column);
}
