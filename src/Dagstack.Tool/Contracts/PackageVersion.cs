namespace Dagstack.Tool.Contracts;

/// <summary>The version of a package, ordered as NuGet orders them.</summary>
/// <param name="Number">Its numbers.</param>
/// <param name="Label">What follows '-' in a version before its release; empty for a release.</param>
/// <param name="Text">How it is written.</param>
internal sealed record PackageVersion(Version Number, string Label, string Text) : IComparable<PackageVersion>
{
    public bool IsRelease => Label.Length == 0;

    /// <summary>Reads a version.</summary>
    /// <returns>Null if it is none.</returns>
    public static PackageVersion? TryParse(string text)
    {
        var parts = text.Split('+', 2)[0].Split('-', 2);
        var number = parts[0].Contains('.', StringComparison.Ordinal) ? parts[0] : parts[0] + ".0";
        return Version.TryParse(number, out var version)
            ? new(new(version.Major, version.Minor, Math.Max(version.Build, 0), Math.Max(version.Revision, 0)), parts.Length > 1 ? parts[1] : string.Empty, text)
            : null;
    }

    public int CompareTo(PackageVersion? other) =>
        other is null ? 1
        : Number.CompareTo(other.Number) is not 0 and var order ? order
        : IsRelease || other.IsRelease ? IsRelease.CompareTo(other.IsRelease)
        : CompareLabels(Label.Split('.'), other.Label.Split('.'));

    private static int CompareLabels(string[] left, string[] right)
    {
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            var (isNumber, isOtherNumber) = (int.TryParse(left[i], out var number), int.TryParse(right[i], out var otherNumber));
            var order = isNumber && isOtherNumber ? number.CompareTo(otherNumber)
                : isNumber != isOtherNumber ? (isNumber ? -1 : 1)
                : StringComparer.OrdinalIgnoreCase.Compare(left[i], right[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length.CompareTo(right.Length);
    }
}
