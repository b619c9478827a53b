using System.Reflection;
using System.Text.Json;
using Xunit;
using static Dagstack.Extensions.Plugins.Tests.ManifestFieldValues;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>What reads the table of fields, and what it is about, say the same: the model, <c>[Plugin]</c>, the documentation.</summary>
public sealed class ManifestFieldTests
{
    private static readonly Dictionary<string, Type> s_models = new()
    {
        [string.Empty] = typeof(PluginManifest),
        ["resources"] = typeof(PluginResourceNames),
        ["unit_of_work"] = typeof(PluginUnitOfWork),
        ["mcp_stdio"] = typeof(PluginMcpStdio),
        ["mcp_http"] = typeof(PluginMcpHttp),
        ["chain_wrap"] = typeof(PluginChainWrap),
        ["depends_on"] = typeof(PluginDependency),
    };

    public static TheoryData<string> Tables => [.. s_models.Keys];

    /// <summary>Every key with a value that is not the default, as it would be written.</summary>
    public static TheoryData<string> Keys =>
    [
        .. Rows().Where(static row => row.Table != "depends_on" && row.Field.Type is not (ManifestFieldType.Table or ManifestFieldType.Name)).Select(static row => Path(row.Table, row.Field)),
    ];

    [Theory]
    [MemberData(nameof(Tables))]
    public void Table_Model_HasAPropertyOfEachRowAndARowForEachProperty(string table)
    {
        var fields = FieldsOf(table);
        var properties = s_models[table].GetProperties().ToDictionary(static property => property.Name);

        Assert.All(fields.Fields, field => Assert.True(Fits(field.Type, properties[field.Property].PropertyType), $"{field.Key}: {properties[field.Property].PropertyType}"));
        Assert.Equal(properties.Keys.Except([nameof(PluginManifest.RuntimeSettings), nameof(PluginManifest.Extensions), nameof(PluginMcpHttp.UrlText)]).Order(), fields.Fields.Select(static field => field.Property).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Table_Key_ReachesTheModelAndComesBack(string path)
    {
        var (table, field) = Rows().Single(row => Path(row.Table, row.Field) == path);

        var result = PluginManifestLoader.Parse(TextWith(table, field), ManifestFormat.Toml, options: new() { SupportedRuntimes = new HashSet<string> { "wasm", "in_process" } });

        Assert.Empty(result.Problems);
        var values = ManifestValues.Of(result.ThrowIfInvalid());
        var (place, key) = (field.NewTable ?? table, field.NewKey ?? (field.NewTable is null ? field : field.Fields.Fields.First(static inner => inner.NewKey is not null)).NewKey ?? field.Key);
        var value = (place.Length == 0 ? values : Assert.IsType<ManifestValues>(values[place]))[key];
        Assert.NotNull(value);
        Assert.NotEqual(DefaultIn(place, key), Text(value));
    }

    [Fact]
    public void Table_Defaults_AreThoseOfTheModel()
    {
        foreach (var (table, field) in Rows().Where(static row => row.Table != "depends_on" && !row.Field.IsRequired && row.Field.NewTable is null))
        {
            Assert.Equal((Path(table, field), DefaultOf(field)), (Path(table, field), DefaultIn(table, field.Key)));
        }
    }

    [Fact]
    public void Table_Choices_AreTheMembersOfTheEnumeration()
    {
        foreach (var (table, field) in Rows().Where(static row => row.Field.Type == ManifestFieldType.Choice))
        {
            var members = Enum.GetNames(s_models[table].GetProperty(field.Property)!.PropertyType);

            Assert.Equal(members.Select(JsonNamingPolicy.SnakeCaseLower.ConvertName).Order(), field.Choices.Order());
        }
    }

    [Fact]
    public void Table_Attributes_AreThePropertiesOfPluginAttribute()
    {
        var properties = typeof(PluginAttribute).GetProperties(BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.Instance).ToDictionary(static property => property.Name);
        var attribute = new PluginAttribute("kind", "name");
        var rows = Rows().Where(static row => row.Field.Attribute is not null).ToList();

        Assert.Equal(properties.Keys.Order(), rows.Select(static row => row.Field.Attribute).Order());
        Assert.All(rows, row =>
        {
            var property = properties[row.Field.Attribute!];
            Assert.Equal(AttributeType(row.Field.Type), property.PropertyType);
            // A number that need not be there has no default; an attribute says 0 for it.
            var isLeftOut = row.Field is { Type: ManifestFieldType.Duration, Default: null } && property.GetValue(attribute) is 0;
            Assert.True(row.Field.IsRequired || isLeftOut || Text(property.GetValue(attribute)) == DefaultOf(row.Field), property.Name);
        });
    }

    [Fact]
    public void Table_KeyThatMayBeMissed_SaysWhatToWrite() => Assert.All(
        Rows().Where(static row => row.Table != "depends_on" && (row.Field.IsRequired || row.Field.NeededBy is not null)),
        static row => Assert.True(row.Field.Advice?.Contains("{0}", StringComparison.Ordinal) is true && row.Field.Example is not null, row.Field.Key));

    [Fact]
    public void Table_Runtimes_AreThoseOfTheContract() => Assert.Equal([PluginRuntimes.InProcess, PluginRuntimes.McpStdio, PluginRuntimes.McpHttp], ManifestRuntimes.BuiltIn);

    [Fact]
    public void Documentation_Table_IsThatOfTheFields() => CheckFile("docs/manifest.md", ManifestDocsWriter.Replace);

    [Fact]
    public void Documentation_Schema_IsThatOfTheFields() => CheckFile("docs/dagstack.schema.json", static _ => ManifestSchemaWriter.Write());

    /// <summary>With DAGSTACK_UPDATE_DOCS=1 the file is written; else it has to be right.</summary>
    private static void CheckFile(string name, Func<string, string> write)
    {
        var file = System.IO.Path.Combine(Repository.Root, name);
        var text = File.ReadAllText(file).ReplaceLineEndings("\n");
        var expected = write(text);
        if (Environment.GetEnvironmentVariable("DAGSTACK_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(file, expected);
        }
        else
        {
            Assert.True(expected == text, $"{name} does not say what the table of manifest fields says. Run the tests once with DAGSTACK_UPDATE_DOCS=1, or write:\n{expected}");
        }
    }

    private static IEnumerable<(string Table, ManifestField Field)> Rows() => s_models.Keys.SelectMany(static table => FieldsOf(table).Fields.Select(field => (table, field)));

    private static ManifestFieldSet FieldsOf(string table) => table.Length == 0 ? ManifestFields.Plugin : ManifestFields.Plugin[table].Fields;

    private static string Path(string table, ManifestField field) => table.Length == 0 ? field.Key : $"{table}.{field.Key}";

    /// <summary>A sound manifest that has a value for a key, and what must be beside it.</summary>
    private static string TextWith(string table, ManifestField field)
    {
        var line = $"{field.Key} = {Sample(field)}\n";
        if (table.Length > 0)
        {
            var others = FieldsOf(table).Fields.Where(other => other.IsRequired && other != field).Select(static other => $"{other.Key} = {other.Example}\n");
            return ManifestSamples.Text($"[plugin.{table}]\n{line}{string.Concat(others)}");
        }

        var isOther = field.NewTable is not null && (field.NewKey is null || !ManifestFields.Plugin[field.NewTable].Fields[field.NewKey].IsRequired);
        return ManifestSamples.Text(string.Empty).Contains($"\n{field.Key} = ", StringComparison.Ordinal) ? ManifestSamples.TextReplacing(field.Key, line)
            : ManifestSamples.Text(isOther ? line + "command = [\"x\"]\nurl = \"http://x\"" : line);
    }

    private static string DefaultIn(string table, string key)
    {
        var values = ManifestValues.Of(new() { Id = new("kind", "name"), McpStdio = new() { Command = null! }, McpHttp = new() { Url = null! }, ChainWrap = new() });
        return table.Length == 0 ? FieldsOf(table)[key] is { Type: ManifestFieldType.Table, Default: null } ? "null" : Text(values[key]) : Text(((ManifestValues)values[table]!)[key]);
    }

    private static bool Fits(ManifestFieldType type, Type property) => type switch
    {
        ManifestFieldType.Texts or ManifestFieldType.Runtimes or ManifestFieldType.Command => property == typeof(IReadOnlyList<string>),
        ManifestFieldType.Flag => property == typeof(bool),
        ManifestFieldType.Number => property == typeof(int),
        ManifestFieldType.Seconds or ManifestFieldType.Duration => (Nullable.GetUnderlyingType(property) ?? property) == typeof(TimeSpan),
        ManifestFieldType.Choice => property.IsEnum,
        ManifestFieldType.Table => s_models.ContainsValue(property) || property == typeof(PluginMcpHttp),
        ManifestFieldType.TextMap => property == typeof(IReadOnlyDictionary<string, string>) || property == typeof(PluginMcpStdio),
        ManifestFieldType.FreeTable => property == typeof(IReadOnlyDictionary<string, object>),
        ManifestFieldType.Name => property == typeof(string) || property == typeof(PluginId),
        ManifestFieldType.EntryPoint => property == typeof(PluginEntryPoint),
        ManifestFieldType.Dependencies => property == typeof(IReadOnlyList<PluginDependency>),
        ManifestFieldType.Address => property == typeof(Uri) || property == typeof(PluginMcpHttp),
        ManifestFieldType.CommandLine => property == typeof(PluginMcpStdio),
        _ => property == typeof(string) || property == typeof(PluginMcpHttp),
    };

    private static Type AttributeType(ManifestFieldType type) => type switch
    {
        ManifestFieldType.Texts or ManifestFieldType.Dependencies => typeof(string[]),
        ManifestFieldType.Flag => typeof(bool),
        ManifestFieldType.Number or ManifestFieldType.Seconds or ManifestFieldType.Duration => typeof(int),
        ManifestFieldType.Choice => typeof(PluginIdempotencyMode),
        _ => typeof(string),
    };
}
