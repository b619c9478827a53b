namespace Dagstack.Tool.Verbs;

/// <summary>What <c>diff</c> found.</summary>
/// <param name="Enough">Whether no kind has a breaking change that its version does not allow.</param>
/// <param name="Kinds">The kinds of both sides.</param>
/// <param name="Problems">What is wrong with hookspecs; nothing is compared if one of them is an error.</param>
internal sealed record DiffReport(bool Enough, IReadOnlyList<KindDiff> Kinds, IReadOnlyList<KindProblem> Problems);

/// <summary>How a kind has changed.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="Old">The version that it had; null for one that is new.</param>
/// <param name="New">The version that it has; null for one that is gone.</param>
/// <param name="OldSource">Where the old one is.</param>
/// <param name="NewSource">Where the new one is.</param>
/// <param name="Level"><c>major</c>, <c>minor</c> or <c>patch</c>; null if nothing has changed.</param>
/// <param name="Needed">The least version that the new one may have; null where there is only one.</param>
/// <param name="VersionEnough">Whether the new one has that version, or a later one.</param>
/// <param name="Changes">What has changed, what is breaking first.</param>
internal sealed record KindDiff(string Kind, string? Old, string? New, string? OldSource, string? NewSource, string? Level, string? Needed, bool VersionEnough, IReadOnlyList<KindDiffChange> Changes)
{
    /// <summary>Tells whether callers or plugins break that the version did not warn.</summary>
    public bool IsBreaking => !VersionEnough && Level == "major";
}

/// <summary>One change.</summary>
/// <param name="Level"><c>major</c>, <c>minor</c> or <c>patch</c>.</param>
/// <param name="Place">Where, such as <c>execute input /properties/args</c>; null for the kind itself.</param>
/// <param name="Message">What has changed, and for whom that matters.</param>
internal sealed record KindDiffChange(string Level, string? Place, string Message);
