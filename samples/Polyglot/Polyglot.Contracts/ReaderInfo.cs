namespace Polyglot;

/// <summary>Who reads.</summary>
/// <param name="Language">The language that it is written in.</param>
/// <param name="Process">The process that it runs in.</param>
/// <param name="Tenant">For whom, if the caller says so.</param>
public sealed record ReaderInfo(string Language, int Process, string? Tenant);
