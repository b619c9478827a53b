using System.Globalization;

namespace Dagstack.Extensions.Plugins.Hookspecs.Comparing;

/// <summary>Counts versions of kinds up, and compares them by their three numbers.</summary>
internal static class KindVersion
{
    public static string After(string version, HookspecChangeLevel? level)
    {
        var (major, minor, patch) = Parse(version);
        (major, minor, patch) = level switch
        {
            HookspecChangeLevel.Major => (major + 1, 0, 0),
            HookspecChangeLevel.Minor => (major, minor + 1, 0),
            HookspecChangeLevel.Patch => (major, minor, patch + 1),
            _ => (major, minor, patch),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{major}.{minor}.{patch}");
    }

    public static int Compare(string one, string other) => Parse(one).CompareTo(Parse(other));

    // A contract may have a version of one or two numbers.
    private static (int Major, int Minor, int Patch) Parse(string version)
    {
        var numbers = version.Split('-', '+')[0].Split('.').Select(static part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToList();
        return (numbers[0], numbers.ElementAtOrDefault(1), numbers.ElementAtOrDefault(2));
    }
}
