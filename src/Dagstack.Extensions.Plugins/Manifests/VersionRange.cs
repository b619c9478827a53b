using System.Diagnostics.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>A set of versions, written as a PEP 440 specifier or as a SemVer range; the syntax is told from the text.</summary>
/// <remarks>
/// A comma, <c>~=</c>, <c>==</c> or <c>!=</c> makes it PEP 440, and so does a single comparison such as <c>&gt;=0.3.0</c>;
/// <c>^</c>, <c>~</c>, <c>||</c>, <c>x</c>, comparisons parted by blanks and bare versions make it SemVer.
/// </remarks>
internal abstract class VersionRange
{
    /// <summary>The most that is read: a range is a line of text, not a program.</summary>
    private const int MaxLength = 512;

    protected VersionRange(string text) => Text = text;

    public string Text { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out VersionRange? range, [NotNullWhen(false)] out string? error)
    {
        range = null;
        text = text.Trim();
        if (text.Length is 0 or > MaxLength)
        {
            error = text.Length == 0 ? "it is empty" : $"it is longer than {MaxLength} characters";
            return false;
        }

        var pep440 = text.Contains(',') || text.Contains("~=") || text.Contains("==") || text.Contains("!=");
        var semVer = text.Contains('^') || text.Contains("||") || text.Replace("~=", string.Empty).Contains('~');
        if (pep440 && semVer)
        {
            error = "it mixes PEP 440 (',', '~=', '==', '!=') and SemVer ('^', '~', '||')";
            return false;
        }

        range = pep440 || (!semVer && Pep440Range.IsSingleComparison(text))
            ? Pep440Range.TryParse(text, out error)
            : SemVerRange.TryParse(text, out error);
        return range is not null;
    }

    /// <summary>Tells whether a version is in the set, pre-releases by the rule of the syntax.</summary>
    public bool Contains(PluginVersion version) => Contains(version, anyPrerelease: false);

    /// <summary>Tells whether a version is in the set.</summary>
    /// <param name="version">The version.</param>
    /// <param name="anyPrerelease">True to let a pre-release in even if the range does not name one.</param>
    public abstract bool Contains(PluginVersion version, bool anyPrerelease);

    public override string ToString() => Text;
}
