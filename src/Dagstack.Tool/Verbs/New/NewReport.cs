namespace Dagstack.Tool.Verbs.New;

/// <summary>What was made.</summary>
/// <param name="What">What it is, in words.</param>
/// <param name="Folder">Where it is.</param>
/// <param name="Files">Its files, by their paths from there.</param>
/// <param name="Uses">What it references that was there before.</param>
/// <param name="Next">The commands that follow.</param>
internal sealed record NewReport(string What, string Folder, IReadOnlyList<string> Files, IReadOnlyList<string> Uses, IReadOnlyList<string> Next);
