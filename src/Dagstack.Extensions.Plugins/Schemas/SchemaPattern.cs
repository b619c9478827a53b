using System.Text.RegularExpressions;

namespace Dagstack.Extensions.Plugins.Schemas;

/// <summary>The regular expression of a schema.</summary>
/// <param name="text">As it is written.</param>
/// <exception cref="ArgumentException">It is not a regular expression.</exception>
internal sealed class SchemaPattern(string text)
{
    private readonly Regex _read = EcmaPattern.Read(text);

    // It takes as long to make as a small schema to read, and many schemas are read and never used.
    private Regex? _regex;

    public string Text => text;

    /// <summary>Tells whether it is found anywhere in a text.</summary>
    public bool Fits(string candidate, SchemaRun run)
    {
        if (!run.Spend(1 + (candidate.Length / 16)))
        {
            return false;
        }

        try
        {
            var began = TimeProvider.System.GetTimestamp();
            var fits = (_regex ??= EcmaPattern.InProportion(_read)).IsMatch(candidate);
            run.SpendOnPatterns(TimeProvider.System.GetElapsedTime(began));
            return fits;
        }
        catch (RegexMatchTimeoutException)
        {
            run.GiveUp($"the pattern {Excerpt.Of(text)} takes too long on one of its texts.");
            return false;
        }
    }
}
