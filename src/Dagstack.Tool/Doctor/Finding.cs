namespace Dagstack.Tool.Doctor;

/// <summary>What a check has found.</summary>
/// <param name="Check">The check.</param>
/// <param name="Health">How bad it is.</param>
/// <param name="Text">What was found, and where.</param>
/// <param name="Remedy">What to do; null where nothing is to be done.</param>
internal sealed record Finding(string Check, Health Health, string Text, string? Remedy = null)
{
    public static Finding Good(string check, string text) => new(check, Health.Good, text);

    public static Finding Warning(string check, string text, string remedy) => new(check, Health.Warning, text, remedy);

    public static Finding Bad(string check, string text, string remedy) => new(check, Health.Bad, text, remedy);
}
