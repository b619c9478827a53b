namespace Dagstack.Extensions.Plugins.Tests.Tools;

/// <summary>A schema with values, in JSON with ' for ".</summary>
/// <param name="Schema">The schema.</param>
/// <param name="Fits">Values that fit, with | between.</param>
/// <param name="Fails">Values that do not.</param>
/// <param name="Cross">Whether another validator supports what is in the schema and sees it the same way.</param>
internal sealed record SchemaRow(string Schema, string Fits, string Fails, bool Cross = true)
{
    public string SchemaText => Schema.Replace('\'', '"');

    /// <summary>Every value, and whether it fits.</summary>
    public IEnumerable<(string Value, bool Fits)> Values => Split(Fits, true).Concat(Split(Fails, false));

    private static IEnumerable<(string, bool)> Split(string values, bool fits) =>
        values.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(value => (value.Replace('\'', '"'), fits));
}
