using System.Text.Json;

namespace Dagstack.Extensions.Configuration.Tests.Conformance;

/// <summary>The public data of the dagstack/logger specification, which is not part of this repository.</summary>
internal static class LoggerData
{
    public const string Absent = "DAGSTACK_LOGGER_SPEC_DIR is not set: it names the folder with _meta of the dagstack/logger specification.";

    public static string? Root { get; } = Environment.GetEnvironmentVariable("DAGSTACK_LOGGER_SPEC_DIR");

    public static JsonElement Fixture(string file) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root!, "_meta", "fixtures", file))).RootElement;
}
