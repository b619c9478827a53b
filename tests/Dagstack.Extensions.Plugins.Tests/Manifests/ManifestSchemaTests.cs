using System.Reflection;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Manifests;
using Dagstack.Extensions.Plugins.Tests.Broken;
using NJsonSchema;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>docs/dagstack.schema.json says the same as the validator, wherever a schema can.</summary>
public sealed class ManifestSchemaTests
{
    private const string AnyRuntime = "the schema takes any name of a runtime, since packages may bring one";

    /// <summary>Cases in which the two differ, and why.</summary>
    private static readonly Dictionary<string, string> s_exceptions = new()
    {
        ["core-mixed"] = "the grammar of version ranges is more than a pattern",
        ["core_version = \"^0.2,<1\""] = "the grammar of version ranges is more than a pattern",
        ["core-newer"] = "the schema does not know the host's version",
        ["api-nonsense"] = "the grammar of versions is more than a pattern",
        ["json: null is absent"] = "the schema tells authors to leave a key out",
        ["runtime = \"in_proces\""] = AnyRuntime,
        ["runtime = [\"in_process\", \"mcp\"]"] = AnyRuntime,
        ["runtime-near"] = AnyRuntime,
    };

    private static readonly ManifestLoadOptions s_host = new()
    {
        SupportedRuntimes = new HashSet<string> { "in_process", "mcp_stdio", "mcp_http", "wasm" },
    };

    private static readonly Lazy<Dictionary<string, (string Text, ManifestFormat Format)>> s_cases = new(static () => Valid().Concat(OfRules()).Concat(OfFolders()).DistinctBy(static item => item.Name).ToDictionary(static item => item.Name, static item => (item.Text, item.Format)));

    public static TheoryData<string> Cases => [.. s_cases.Value.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Validate_Case_AgreesWithTheValidator(string name)
    {
        var (text, format) = s_cases.Value[name];
        var schema = await JsonSchema.FromJsonAsync(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "dagstack.schema.json"), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);

        var errors = schema.Validate(AsJson(text, format)!);
        var result = PluginManifestLoader.Parse(text, format, "x", s_host);

        // An exception that is none any more must go, too.
        Assert.True(result.IsValid == (errors.Count == 0) != s_exceptions.ContainsKey(name), $"Schema: {string.Join(", ", errors)}; validator: {string.Join(" ", result.Problems)}");
    }

    [Fact]
    public void Cases_Table_IsNotEmpty()
    {
        Assert.InRange(s_cases.Value.Count, 180, 1_000);
        Assert.All(s_exceptions.Keys, static name => Assert.Contains(name, s_cases.Value.Keys));
    }

    [Fact]
    public async Task Schema_EveryKeyOfTheValidator_IsThereWithADescription()
    {
        using var schema = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "dagstack.schema.json"), TestContext.Current.CancellationToken));
        var plugin = schema.RootElement.GetProperty("$defs").GetProperty("plugin");

        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema.RootElement.GetProperty("$schema").GetString());
        Check(schema.RootElement, ManifestFields.Root);
        Check(plugin, new([.. ManifestFields.Plugin.Fields, new(ManifestKeys.Supports, string.Empty, ManifestFieldType.Table, string.Empty)]));
        Check(Property(plugin, "supports"), ManifestFields.Supports);
        Check(Property(plugin, "resources"), ManifestFields.Plugin["resources"].Fields);
        Check(Property(plugin, "unit_of_work"), ManifestFields.Plugin["unit_of_work"].Fields);
        Check(Property(plugin, "mcp_stdio"), ManifestFields.Plugin["mcp_stdio"].Fields);
        Check(Property(plugin, "mcp_http"), ManifestFields.Plugin["mcp_http"].Fields);
        Check(Property(plugin, "auth"), ManifestFields.Plugin["auth"].Fields);
        Check(Property(plugin, "chain_wrap"), ManifestFields.Plugin["chain_wrap"].Fields);

        static JsonElement Property(JsonElement table, string key) => table.GetProperty("properties").GetProperty(key);

        static void Check(JsonElement table, ManifestFieldSet fields)
        {
            var properties = table.GetProperty("properties").EnumerateObject().ToList();
            Assert.Equal(fields.Keys.Order(StringComparer.Ordinal), properties.Select(static property => property.Name).Order(StringComparer.Ordinal));
            Assert.All(properties, static property => Assert.True(property.Value.TryGetProperty("description", out _) || property.Value.TryGetProperty("$ref", out _), property.Name));
        }
    }

    private static IEnumerable<(string Name, string Text, ManifestFormat Format)> Valid() =>
    [
        ("guide", ManifestSamples.Guide, ManifestFormat.Toml),
        ("supports as a table", ManifestSamples.Text("[plugin.supports]\nlanguages = [\"en\"]"), ManifestFormat.Toml),
        ("keys of others", ManifestSamples.Text("x-owner = \"me\"\n[plugin.x-table]\na = 1\n[plugin.config_schema]\ntype = \"object\""), ManifestFormat.Toml),
        ("guide under tool", ManifestSamples.Guide.Replace("[plugin", "[tool.dagstack.plugin", StringComparison.Ordinal) + "\n[tool.other]\nx = 1", ManifestFormat.Toml),
        ("everything", ManifestReadingTests.Whole, ManifestFormat.Toml),
        ("json: everything", ManifestReadingTests.WholeJson, ManifestFormat.Json),
        ("older form", ManifestSamples.Text("command = \"python -m s\"\nenv = { A = \"1\" }\nurl = \"http://x/mcp\"\nauth = { type = \"bearer\", header = \"X-Key\", secret_env = \"KEY\", scope = \"x\" }"), ManifestFormat.Toml),
        ("url with a reference", ManifestSamples.Text("[plugin.mcp_http]\nurl = \"${MCP_URL}\"\nheaders = { A = \"${B}\" }\ntools_allow = [\"*\"]"), ManifestFormat.Toml),
        ("older url with a reference", ManifestSamples.Text("url = \"https://${HOST}/mcp\""), ManifestFormat.Toml),
        ("both bands false", ManifestSamples.Text("tryfirst = true\ntrylast = false"), ManifestFormat.Toml),
        ("priority of middleware", ManifestSamples.Text("priority = 1000"), ManifestFormat.Toml),
        ("runtime of the host's own", ManifestSamples.Text(string.Empty).Replace("\"in_process\"", "[\"wasm\", \"in_process\"]", StringComparison.Ordinal), ManifestFormat.Toml),
        ("table of the host's own runtime", ManifestSamples.TextReplacing("runtime", "runtime = [\"wasm\", \"in_process\"]") + "\n[plugin.wasm]\nmodule = \"a.wasm\"", ManifestFormat.Toml),
        ("table of no runtime", ManifestSamples.Text("[plugin.echo]\nx = 1"), ManifestFormat.Toml),
        ("key beside a runtime of the host's own", ManifestSamples.TextReplacing("runtime", "runtime = [\"wasm\", \"in_process\"]\nmodule = \"a.wasm\""), ManifestFormat.Toml),
        ("json: schema key", """{"$schema": "https://x", "plugin": {"name": "a", "kind": "b", "core_version": "*", "runtime": "in_process", "entry_point": "p:C"}}""", ManifestFormat.Json),
        ("json: null is absent", """{"plugin": {"name": "a", "kind": "b", "core_version": "x", "runtime": "in_process", "entry_point": "p:C", "version": null}}""", ManifestFormat.Json),
        ("json: 1.0 is a whole number", """{"plugin": {"name": "a", "kind": "b", "core_version": "x", "runtime": "in_process", "entry_point": "p:C", "priority": 1.0}}""", ManifestFormat.Json),
        ("json: nothing", "{}", ManifestFormat.Json),
        ("json: no object", "[]", ManifestFormat.Json),
        ("json: tool alone", """{"tool": {"other": {}}}""", ManifestFormat.Json),
    ];

    // The rows of the tests of rules, so that a new rule is a new case here.
    private static IEnumerable<(string Name, string Text, ManifestFormat Format)> OfRules()
    {
        foreach (var line in Rows(nameof(ManifestRuleTests.Parse_LineThatBreaksARule_IsTheOnlyProblem)).Select(static row => (string)row[0]!))
        {
            yield return (line, ManifestSamples.Text(line), ManifestFormat.Toml);
        }

        foreach (var (key, line) in Rows(nameof(ManifestRuleTests.Parse_RequiredKeyThatIsWrong_IsTheOnlyProblem)).Select(static row => ((string)row[0]!, (string)row[1]!)))
        {
            yield return (line.Length == 0 ? key + " missing" : line, ManifestSamples.TextReplacing(key, line), ManifestFormat.Toml);
        }

        foreach (var entryPoint in Rows(nameof(ManifestRuleTests.Parse_EntryPointThatIsWrong_SaysWhy)).Concat(Rows(nameof(ManifestRuleTests.Parse_EntryPoint_IsTakenApart))).Select(static row => (string)row[0]!))
        {
            yield return (entryPoint, ManifestSamples.TextReplacing("entry_point", $"entry_point = \"{entryPoint}\""), ManifestFormat.Toml);
        }
    }

    private static IEnumerable<object?[]> Rows(string test) => typeof(ManifestRuleTests).GetMethod(test)!.GetCustomAttributes<InlineDataAttribute>().Select(static row => row.Data);

    // Of the broken folders those whose text can be read at all, and breaks a rule that does not depend on the host.
    private static List<(string Name, string Text, ManifestFormat Format)> OfFolders()
    {
        using var folder = new TempFolder();
        List<(string, string, ManifestFormat)> cases = [];
        foreach (var plugin in BrokenManifestKeys.All.Concat(BrokenJsonManifests.All))
        {
            plugin.Write(Directory.CreateDirectory(folder.Combine(plugin.Folder)).FullName);
            var text = File.ReadAllText(folder.Combine($"{plugin.Folder}/{plugin.File}"));
            var format = plugin.File == PluginManifestLoader.JsonFileName ? ManifestFormat.Json : ManifestFormat.Toml;
            if (plugin.Code != PluginErrorCodes.KindUnknown && AsJson(text, format) is not null)
            {
                cases.Add((plugin.Folder, text, format));
            }
        }

        return cases;
    }

    // Null if the text does not parse, or says something that JSON cannot say, such as one key twice.
    private static string? AsJson(string text, ManifestFormat format)
    {
        var problems = new ManifestProblemList(null);
        var root = ManifestTree.Read(text, format, problems);
        return root is null || problems.Problems.Count > 0 || text.Contains("= nan", StringComparison.Ordinal) || text.Contains("1e400", StringComparison.Ordinal) ? null
            : format == ManifestFormat.Json ? text : JsonSerializer.Serialize(root.ToPlain());
    }
}
