namespace Dagstack.Tool.Doctor;

/// <summary>Which version of a framework dotnet takes for the one that a program asks for.</summary>
internal static class RollForward
{
    public const string Variable = "DOTNET_ROLL_FORWARD";

    /// <summary>Chooses a version.</summary>
    /// <param name="wanted">What the program asks for.</param>
    /// <param name="installed">What there is.</param>
    /// <param name="policy">The value of rollForward; null for the one that counts without it, Minor.</param>
    /// <returns>Null if none will do.</returns>
    public static Version? Choose(Version wanted, IEnumerable<Version> installed, string? policy)
    {
        var rule = policy?.ToUpperInvariant() ?? "MINOR";
        var fit = installed.Where(has => rule switch
        {
            "DISABLE" => has == wanted,
            "LATESTPATCH" => (has.Major, has.Minor) == (wanted.Major, wanted.Minor) && has >= wanted,
            "MAJOR" or "LATESTMAJOR" => has >= wanted,
            _ => has.Major == wanted.Major && has >= wanted,
        }).ToArray();

        // The nearest with the latest patch, or the latest of all.
        return rule is "LATESTMAJOR" or "LATESTMINOR"
            ? fit.Max()
            : fit.GroupBy(static has => (has.Major, has.Minor)).MinBy(static group => group.Key)?.Max();
    }
}
