using System.Globalization;
using System.Text.RegularExpressions;

namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>A version, read from SemVer 2.0 or PEP 440 text, in one order.</summary>
/// <remarks>
/// The names of the two worlds meet in <see cref="Pre"/>: PEP 440's <c>a1</c>, <c>b1</c> and <c>rc1</c> become the SemVer
/// identifiers <c>alpha.1</c>, <c>beta.1</c> and <c>rc.1</c>. Build metadata and local labels do not count in the order.
/// </remarks>
internal sealed partial class PluginVersion : IComparable<PluginVersion>
{
    /// <summary>The most that is read: no version that a person has written is longer.</summary>
    private const int MaxLength = 256;

    private PluginVersion(string text, long[] release)
    {
        Text = text;
        Release = release;
    }

    public string Text { get; }

    public long Epoch { get; private init; }

    public long[] Release { get; }

    /// <summary>The pre-release identifiers, empty for a release.</summary>
    public string[] Pre { get; private init; } = [];

    public long? Post { get; private init; }

    public long? Dev { get; private init; }

    public string? Local { get; private init; }

    public long Major => Release[0];

    public bool IsPrerelease => Pre.Length > 0 || Dev is not null;

    public static PluginVersion Of(params ReadOnlySpan<long> release) => new(string.Join('.', release.ToArray()), release.ToArray());

    /// <summary>The lowest pre-release of a version, SemVer's <c>1.2.3-0</c>: an upper bound that keeps pre-releases out.</summary>
    public static PluginVersion Below(params ReadOnlySpan<long> release) => new(string.Join('.', release.ToArray()), release.ToArray()) { Pre = ["0"] };

    public static PluginVersion? TryParse(string text)
    {
        if (text.Length > MaxLength)
        {
            return null;
        }

        text = text.Trim();
        return TryParseNumbers(text) ?? TryParseSemVer(text) ?? TryParsePep440(text);
    }

    /// <summary>Compares the release numbers alone, missing ones counted as zero.</summary>
    public static int CompareRelease(ReadOnlySpan<long> left, ReadOnlySpan<long> right)
    {
        for (var i = 0; i < Math.Max(left.Length, right.Length); i++)
        {
            var order = (i < left.Length ? left[i] : 0).CompareTo(i < right.Length ? right[i] : 0);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    public int CompareTo(PluginVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = Epoch.CompareTo(other.Epoch);
        order = order != 0 ? order : CompareRelease(Release, other.Release);
        order = order != 0 ? order : Phase.CompareTo(other.Phase);
        order = order != 0 ? order : ComparePre(Pre, other.Pre);
        order = order != 0 ? order : (Post ?? -1).CompareTo(other.Post ?? -1);
        return order != 0 ? order : (Dev ?? long.MaxValue).CompareTo(other.Dev ?? long.MaxValue);
    }

    public override string ToString() => Text;

    // 1.0.dev1 < 1.0a1 < 1.0 <= 1.0.post1
    private int Phase => Pre.Length > 0 ? 1 : Dev is not null && Post is null ? 0 : 2;

    private static int ComparePre(string[] left, string[] right)
    {
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            var isLeft = long.TryParse(left[i], NumberStyles.None, CultureInfo.InvariantCulture, out var a);
            var isRight = long.TryParse(right[i], NumberStyles.None, CultureInfo.InvariantCulture, out var b);
            var order = (isLeft, isRight) switch
            {
                (true, true) => a.CompareTo(b),
                (true, false) => -1,
                (false, true) => 1,
                _ => string.CompareOrdinal(left[i], right[i]),
            };
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    // Nearly every version in a manifest: numbers and dots.
    private static PluginVersion? TryParseNumbers(string text) => TryRelease(text) is { } release ? new PluginVersion(text, release) : null;

    private static PluginVersion? TryParseSemVer(string text)
    {
        var match = SemVer().Match(text);
        if (!match.Success || TryRelease(match.Groups["release"].Value) is not { } release)
        {
            return null;
        }

        var pre = match.Groups["pre"].Value;

        // 1.0.0-1 is a post-release in PEP 440 and a pre-release in SemVer; the three numbers make it SemVer.
        return new PluginVersion(text, release)
        {
            Pre = pre.Length == 0 ? [] : pre.Split('.'),
            Local = match.Groups["build"].Value is { Length: > 0 } build ? build : null,
        };
    }

    private static PluginVersion? TryParsePep440(string text)
    {
        var match = Pep440().Match(text.ToLowerInvariant());
        if (!match.Success || TryRelease(match.Groups["release"].Value) is not { } release)
        {
            return null;
        }

        var pre = match.Groups["pre"].Value switch
        {
            "" => null,
            "a" or "alpha" => "alpha",
            "b" or "beta" => "beta",
            _ => "rc",
        };
        if (!TryNumber(match.Groups["epoch"], out var epoch) || !TryNumber(match.Groups["pren"], out var preNumber)
            || !TryNumber(match.Groups["postn"], out var post) || !TryNumber(match.Groups["devn"], out var dev))
        {
            return null;
        }

        return new PluginVersion(text, release)
        {
            Epoch = epoch,
            Pre = pre is null ? [] : [pre, preNumber.ToString(CultureInfo.InvariantCulture)],
            Post = match.Groups["post"].Success ? post : null,
            Dev = match.Groups["dev"].Success ? dev : null,
            Local = match.Groups["local"].Value is { Length: > 0 } local ? local : null,
        };
    }

    private static long[]? TryRelease(ReadOnlySpan<char> text)
    {
        var release = new long[text.Count('.') + 1];
        var i = 0;
        foreach (var part in text.Split('.'))
        {
            if (!long.TryParse(text[part], NumberStyles.None, CultureInfo.InvariantCulture, out release[i++]))
            {
                return null;
            }
        }

        return release;
    }

    private static bool TryNumber(Group group, out long number)
    {
        number = 0;
        return group.Length == 0 || long.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    [GeneratedRegex(@"^v?(?<release>[0-9]+\.[0-9]+\.[0-9]+)(-(?<pre>[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*))?(\+(?<build>[0-9A-Za-z.-]+))?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex SemVer();

    [GeneratedRegex(@"^v?((?<epoch>[0-9]+)!)?(?<release>[0-9]+(\.[0-9]+)*)([-_.]?(?<pre>alpha|beta|preview|pre|a|b|c|rc)[-_.]?(?<pren>[0-9]*))?(?<post>-(?<postn>[0-9]+)|[-_.]?(post|rev|r)[-_.]?(?<postn>[0-9]*))?(?<dev>[-_.]?dev[-_.]?(?<devn>[0-9]*))?(\+(?<local>[0-9a-z]+([-_.][0-9a-z]+)*))?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Pep440();
}
