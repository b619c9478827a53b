using System.Globalization;

namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>A version of a SemVer range in which numbers may be missing: <c>0</c>, <c>0.2</c>, <c>0.2.x</c>, <c>0.2.0-beta.1</c>, <c>*</c>.</summary>
internal readonly struct SemVerPartial
{
    private SemVerPartial(long? major, long? minor, long? patch, PluginVersion? whole)
    {
        Major = major;
        Minor = major is null ? null : minor;
        Patch = Minor is null ? null : patch;
        Low = whole ?? PluginVersion.Of(Major ?? 0, Minor ?? 0, Patch ?? 0);
    }

    public long? Major { get; }

    public long? Minor { get; }

    public long? Patch { get; }

    public bool IsWhole => Patch is not null;

    /// <summary>The lowest version that it stands for.</summary>
    public PluginVersion Low { get; }

    /// <summary>The first version above all that it stands for: the next patch, minor or major.</summary>
    public PluginVersion Above => Minor is null
        ? PluginVersion.Below(Major!.Value + 1, 0, 0)
        : Patch is null ? PluginVersion.Below(Major!.Value, Minor.Value + 1, 0) : PluginVersion.Below(Major!.Value, Minor.Value, Patch.Value + 1);

    public static bool TryParse(string text, out SemVerPartial partial)
    {
        text = text.TrimStart('v', '=').Trim();
        var whole = PluginVersion.TryParse(text);
        if (whole is not null && (whole.IsPrerelease || whole.Local is not null || whole.Post is not null || whole.Epoch != 0))
        {
            var release = whole.Release;
            partial = new SemVerPartial(release[0], release.ElementAtOrDefault(1), release.ElementAtOrDefault(2), whole);
            return release.Length <= 3 && Array.TrueForAll(release, static number => number < long.MaxValue);
        }

        Span<long?> numbers = [null, null, null];
        var parts = text.Split('.');
        partial = default;
        if (parts.Length > 3)
        {
            return false;
        }

        var open = false;
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i] is "x" or "X" or "*")
            {
                open = true;
            }
            else if (!open && long.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < long.MaxValue)
            {
                numbers[i] = number;
            }
            else
            {
                return false;
            }
        }

        partial = new SemVerPartial(numbers[0], numbers[1], numbers[2], null);
        return true;
    }
}
