namespace Dagstack.Tool.Verbs;

/// <summary>What <c>dagstack lock --json</c> prints.</summary>
/// <param name="File">The lock file.</param>
/// <param name="Locked">Whether the file says now what is there: it was written, or compared and nothing differs.</param>
/// <param name="Plugins">The plugins, those that are gone from the file as well.</param>
/// <param name="LeftOut">Those that cannot be locked.</param>
/// <param name="NotCovered">What lies outside of the folders of those that are locked.</param>
internal sealed record LockReport(string File, bool Locked, IReadOnlyList<LockedEntry> Plugins, IReadOnlyList<LockNote> LeftOut, IReadOnlyList<LockNote> NotCovered);

/// <summary>One plugin.</summary>
/// <param name="Plugin">Its identity.</param>
/// <param name="Change"><c>same</c>, <c>new</c>, <c>changed</c> or <c>gone</c>, against the file that was there.</param>
/// <param name="Version">Its version; null where its manifest gives none.</param>
/// <param name="Sha256">The hash of its files.</param>
/// <param name="Before">What the file had in its place; null where it had nothing else.</param>
internal sealed record LockedEntry(string Plugin, string Change, string? Version, string Sha256, string? Before);

/// <summary>What is to be said of one plugin.</summary>
/// <param name="Plugin">Its identity; null where it cannot be read.</param>
/// <param name="Path">Its manifest.</param>
/// <param name="Message">What is to be said.</param>
internal sealed record LockNote(string? Plugin, string? Path, string Message);
