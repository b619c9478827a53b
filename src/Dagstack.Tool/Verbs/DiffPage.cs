using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs;

/// <summary>What <c>diff</c> found, as a person reads it.</summary>
internal static class DiffPage
{
    public static void Write(DiffReport report, Page page)
    {
        for (var i = 0; i < report.Kinds.Count; i++)
        {
            if (i > 0)
            {
                page.Line(string.Empty);
            }

            Write(report.Kinds[i], page);
        }
    }

    private static void Write(KindDiff kind, Page page)
    {
        page.Line($"{kind.Kind} {(kind.Old is null ? kind.New : kind.New is null || kind.New == kind.Old ? kind.Old : $"{kind.Old} -> {kind.New}")}: {kind.NewSource ?? kind.OldSource}");
        foreach (var change in kind.Changes)
        {
            page.Line($"  {(change.Level == "major" ? "breaking" : change.Level)}: {(change.Place is null ? string.Empty : change.Place + ": ")}{change.Message}", change.Level == "major" ? Tone.Bad : Tone.Plain);
        }

        if (kind.Needed is null)
        {
            return;
        }

        var (text, tone) = kind.Level is null ? ("Nothing has changed.", Tone.Good)
            : kind.VersionEnough ? ($"That asks for version {kind.Needed}, and it has {kind.New}.", Tone.Good)
            : kind.IsBreaking ? ($"That asks for version {kind.Needed}, and it has {kind.New}. Give it {kind.Needed}, or take back what is breaking.", Tone.Bad)
            : ($"That asks for version {kind.Needed}, and it has {kind.New}. Nothing is breaking; give it {kind.Needed} before it is published.", Tone.Warning);
        page.Line($"  {text}", tone);
    }
}
