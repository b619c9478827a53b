using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Tests.Conformance;

/// <summary>The public conformance data, which is not part of this repository.</summary>
internal static class ConformanceData
{
    public const string Variable = "DAGSTACK_CONFORMANCE_DIR";
    public const string Absent = $"{Variable} is not set: it names the folder with _meta and conformance of the dagstack/config specification.";

    public static string? Root { get; } = Environment.GetEnvironmentVariable(Variable);

    public static string Meta(string file) => Path.Combine(Root!, "_meta", file);

    public static IReadOnlyList<Fixture> Fixtures()
    {
        var folder = Path.Combine(Root!, "conformance");
        var manifest = Trees.Read(File.ReadAllBytes(Path.Combine(folder, "manifest.yaml")), ConfigFormat.Yaml);
        return [.. ((ConfigList)manifest.Members["tests"]).Items.Cast<ConfigMap>().Select(test => new Fixture
        {
            Id = Text(test, "id")!,
            Tags = Texts(test, "tags"),
            Inputs = [.. Texts(test, "inputs").Select(input => Path.Combine(folder, input))],
            Env = Text(test, "env") is { } env ? Path.Combine(folder, env) : null,
            Expected = Text(test, "expected") is { } expected ? Path.Combine(folder, expected) : null,
            Reason = test.TryGet("expected_error", out var error) ? Text((ConfigMap)error, "reason") : null,
            Path = error is ConfigMap map ? Text(map, "path") : null,
        })];
    }

    private static string? Text(ConfigMap map, string key) => (map.Members.GetValueOrDefault(key) as ConfigScalar)?.Text;

    private static IReadOnlyList<string> Texts(ConfigMap map, string key) => [.. ((ConfigList)map.Members[key]).Items.Select(static item => ((ConfigScalar)item).Text!)];
}
