using System.Text.Json;
using Dagstack.Extensions.Plugins.Tests;
using Dagstack.Tool.Settings;

namespace Dagstack.Tool.Tests;

/// <summary><c>config show</c> says what a host's configuration is, where each value is from, and what nobody reads.</summary>
public sealed class ConfigTests
{
    [Fact]
    public async Task Show_OfAnApplication_HasEveryLayerWithItsPlaces()
    {
        using var folder = new TempFolder();
        folder.Write("appsettings.json", "\uFEFF{\n  // read by .NET\n  \"Logging\": { \"Level\": \"Debug\" }, \"List\": [1, { \"a\": 2 }, [ 3 ]],\n  \"Over\": 1,\n}");
        folder.Write("appsettings.staging.json", "{\n \"over\": 2 }");
        folder.Write("appsettings.toml", "plain = \"${NOT_A_VARIABLE}\"\n");
        folder.Write("app-config.yaml", "database:\n  host: ${DB_HOST:-a}\n  port: 1\n");
        folder.Write("app-config.staging.yaml", "database:\n  host: b\n");

        var report = await ShowAsync(folder, 0, "--environment", "staging");

        Assert.Equal(["appsettings.json", "appsettings.staging.json", "appsettings.toml", "app-config.yaml", "app-config.staging.yaml"], report.GetProperty("sources").EnumerateArray().Select(static one => one.GetString()));
        Assert.Equal(
            [
                "database:host=b app-config.staging.yaml(2,9)",
                "database:port=1 app-config.yaml(3,9)",
                "List:0=1 appsettings.json(3,45)",
                "List:1:a=2 appsettings.json(3,55)",
                "List:2:0=3 appsettings.json(3,62)",
                "Logging:Level=Debug appsettings.json(3,25)",
                "over=2 appsettings.staging.json(2,10)",
                "plain=${NOT_A_VARIABLE} appsettings.toml(,)",
            ],
            SettingsOf(report));
        Assert.False(report.GetProperty("plugins_checked").GetBoolean());
    }

    [Fact]
    public async Task Show_Secrets_AreMasked()
    {
        using var folder = new TempFolder();
        folder.Write("appsettings.json", """
            { "ApiKey": "hidden1", "Smtp": { "Credentials": { "User": "hidden2" } }, "Monkey": "banana",
              "ConnectionStrings": { "Main": "Server=db;Password=hidden3", "Cache": "redis://me:hidden4@cache:6379", "Plain": "Server=db;Timeout=3" } }
            """);
        folder.Write("app-config.yaml", "pin: ${secret:env:NOBODY_HAS_SET_THIS}\nother: ${secret:vault:of/the#application}\ntoken: hidden5\nurl: http://u:hidden6@host/\n");

        var json = await DagstackProcess.RunAsync(folder.Path, "config", "show", "--json");
        var text = await DagstackProcess.RunAsync(folder.Path, "config", "show");

        Assert.Equal((0, 0), (json.ExitCode, text.ExitCode));
        Assert.All([json.Output, text.Output], static output => Assert.DoesNotContain("hidden", output, StringComparison.Ordinal));
        var settings = JsonElement.Parse(json.Output).GetProperty("settings").EnumerateArray().ToDictionary(static one => one.GetProperty("key").GetString()!, static one => one.GetProperty("masked").GetBoolean());
        Assert.Equal(["ConnectionStrings:Plain", "Monkey"], settings.Where(static one => !one.Value).Select(static one => one.Key));
        Assert.Contains("[MASKED]", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_Variables_LieOverTheFilesWhenAskedFor()
    {
        using var folder = new TempFolder();
        folder.Write("settings.json", """{ "database": { "host": "a" } }""");
        using var process = DagstackProcess.Start(folder.Path, ["config", "show", "--config", "settings.json", "--env-prefix", "DAGSTACK_TEST_", "--json"], ("DAGSTACK_TEST_database__host", "c"), ("DAGSTACK_TEST_password", "hidden"));
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["database:host=c DAGSTACK_TEST_database__host(,)", "password=[MASKED] DAGSTACK_TEST_password(,)"], SettingsOf(JsonElement.Parse(output)));
    }

    [Fact]
    public async Task Show_FilesThatAreNamed_AreReadInTheirOrder()
    {
        using var folder = new TempFolder();
        folder.Write("a.toml", "x = 1\ny = 1\n");
        folder.Write("a.local.toml", "y = 2\n");
        folder.Write("appsettings.custom.json", """{ "x": 3 }""");

        var report = await ShowAsync(folder, 0, "--config", "a.toml", "--config", "appsettings.custom.json");

        Assert.Equal(["x=3 appsettings.custom.json(1,8)", "y=2 a.local.toml(1,5)"], SettingsOf(report));
    }

    [Fact]
    public async Task Show_SectionsOfPlugins_NamesWhatNobodyReads()
    {
        using var folder = Plugins.OfThePage();
        folder.Write("plugins/typed/dagstack.toml", Plugins.Sound("typed", """
            [plugin.config_schema]
            type = "object"
            [plugin.config_schema.properties.max_size]
            type = "integer"
            [plugin.config_schema.properties.nested.properties.inner]
            [plugin.config_schema.properties.list.items.properties.name]
            [plugin.config_schema.properties.open]
            additionalProperties = true
            """));
        folder.Write("app-config.yaml", """
            chunker:
              lines: { anything: 1 }
              typd: { max_size: 1, other: 2 }
              typed:
                MaxSize: 1
                max_siz: 2
                nested: { iner: 1 }
                list: [{ name: a, nam: b }]
                open: { anything: 1 }
            chunkr: { typed: { max_size: 1 } }
            other: { typed: { max_size: 1 } }
            """);

        var report = await ShowAsync(folder, 0);

        Assert.True(report.GetProperty("plugins_checked").GetBoolean());
        Assert.Equal(
            [
                "3 'chunker:typd' is the section of no plugin: there is no chunker 'typd' in the folders. Did you mean 'typed'?",
                "6 'chunker:typed:max_siz' is not read: the config_schema of chunker:typed has no such key. Did you mean 'max_size'?",
                "7 'chunker:typed:nested:iner' is not read: the config_schema of chunker:typed has no such key. Did you mean 'inner'?",
                "8 'chunker:typed:list:0:nam' is not read: the config_schema of chunker:typed has no such key. Did you mean 'name'?",
                "10 'chunkr:typed' is the section of no plugin: there is no such kind. Did you mean 'chunker:typed'?",
            ],
            report.GetProperty("unread").EnumerateArray().Select(static one => $"{one.GetProperty("line").GetInt32()} {one.GetProperty("message").GetString()}").OrderBy(static line => int.Parse(line.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Show_SectionOfAPluginInDotnet_IsComparedWithItsOptions()
    {
        using var folder = new TempFolder();
        Plugins.Copy(Plugins.Fixed, folder.Combine("plugins/fixed"));
        folder.Write("app-config.yaml", "chunker:\n  fixed:\n    max-size: 1\n    max_siz: 2\n    max_size_s: 3\n    max_size_: 4\n");

        var report = await ShowAsync(folder, 0);

        var unread = Assert.Single(report.GetProperty("unread").EnumerateArray());
        Assert.Equal((4, "'chunker:fixed:max_siz' is not read: the options of chunker:fixed have no such key. Did you mean 'max_size'?"), (unread.GetProperty("line").GetInt32(), unread.GetProperty("message").GetString()));
    }

    [Fact]
    public void OptionKeys_WhereTheyAreNotKnownForCertain_AreNotGuessed()
    {
        Assert.Equal(["MaxSize"], OptionKeys.Find(Plugins.Fixed, new("plugin", "FixedChunker")));
        Assert.Equal(["MaxSize"], OptionKeys.Find(Plugins.Fixed, new("plugin", "Chunking.Fixed.FixedChunker")));
        Assert.Null(OptionKeys.Find(Plugins.Fixed, new("plugin", "OtherChunker")));
        Assert.Null(OptionKeys.Find(Plugins.Fixed, new("other", "FixedChunker")));

        // It has none.
        Assert.Null(OptionKeys.Find(Plugins.Suspects, new("suspects", "ProcessHandler")));
    }

    [Fact]
    public async Task Show_AFileThatIsWrong_SaysWhereAndShowsTheOthers()
    {
        using var folder = new TempFolder();
        folder.Write("appsettings.json", """{ "a": 1 }""");
        folder.Write("app-config.yaml", "a: ${DAGSTACK_TEST_NOT_SET}\na: 2\n");

        var ran = await DagstackProcess.RunAsync(folder.Path, "config", "show");
        folder.Write("appsettings.json", "{ \"a\": ");
        var json = await ShowAsync(folder, 1, "--config", "appsettings.json");

        Assert.Equal((1, string.Empty), (ran.ExitCode, ran.Error));
        Assert.Contains("app-config.yaml(1,4): error: the variable DAGSTACK_TEST_NOT_SET is not set", ran.Output, StringComparison.Ordinal);
        Assert.Contains("app-config.yaml(2,1): error: this key is there twice", ran.Output, StringComparison.Ordinal);
        Assert.Contains("appsettings.json(1,8)", ran.Output, StringComparison.Ordinal);
        var problem = Assert.Single(json.GetProperty("problems").EnumerateArray());
        Assert.StartsWith("the file cannot be read: ", problem.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", problem.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal((1, 8), (problem.GetProperty("line").GetInt32(), problem.GetProperty("column").GetInt32()));
    }

    [Fact]
    public async Task Show_AVariableThatIsNotSet_CostsItsValuesOnly()
    {
        using var folder = new TempFolder();
        folder.Write("app-config.yaml", "a: 1\nhost: db-${DAGSTACK_TEST_NOT_SET}\nlist: [x, \"${DAGSTACK_TEST_NOT_SET}\", \"${DAGSTACK_TEST_NOT_SET:-y}\"]\n");

        var report = await ShowAsync(folder, 1);

        Assert.Equal(["a=1 app-config.yaml(1,4)", "list:0=x app-config.yaml(3,8)", "list:2=y app-config.yaml(3,39)"], SettingsOf(report));
        Assert.Equal(["host", "list[1]"], report.GetProperty("problems").EnumerateArray().Select(static one => one.GetProperty("key").GetString()));
    }

    [Theory]
    [InlineData("staging", null, "Environment: Production; of app-config: staging.")]
    [InlineData(null, "staging", "Environment: staging; of app-config: none, since DAGSTACK_ENV is not set.")]
    [InlineData("staging", "staging", "Environment: staging.")]
    [InlineData("staging", "", "Environment: none, since the variable of it is empty; of app-config: staging.")]
    public async Task Show_WithoutAnEnvironment_SaysWhichVariablesSay(string? dagstack, string? dotnet, string expected)
    {
        using var folder = new TempFolder();
        folder.Write("app-config.yaml", "a: 1\n");
        folder.Write("app-config.staging.yaml", "a: 2\n");

        var ran = await DagstackProcess.RunInAsync(folder.Path, [("DAGSTACK_ENV", dagstack!), ("DOTNET_ENVIRONMENT", dotnet!), ("ASPNETCORE_ENVIRONMENT", null!)], "config", "show");

        Assert.Equal((0, string.Empty), (ran.ExitCode, ran.Error));
        Assert.Contains(expected, ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no folder 'nowhere'.", "show", "nowhere")]
    [InlineData("There is no app-config.yaml and no appsettings.json in '.'.", "show")]
    [InlineData("'two' has app-config.yaml and app-config.json, and an application reads one of them.", "show", "two")]
    [InlineData("There is no file 'a.yaml', which --config names.", "show", "--config", "a.yaml")]
    [InlineData("'a.ini' has the extension '.ini'", "show", "--config", "a.ini")]
    [InlineData("There is no folder 'nowhere'. Name the folder that the plugins are in", "show", "one", "--plugins", "nowhere")]
    [InlineData("Required command was not provided.")]
    public async Task Config_WhatCannotBe_IsWrongUse(string expected, params string[] arguments)
    {
        using var folder = new TempFolder();
        folder.Write("a.ini", "a=1");
        folder.Write("one/app-config.yaml", "a: 1");
        folder.Write("two/app-config.yaml", "a: 1");
        folder.Write("two/app-config.json", "{}");

        var ran = await DagstackProcess.RunAsync(folder.Path, ["config", .. arguments]);

        Assert.Equal(2, ran.ExitCode);
        Assert.StartsWith(expected, ran.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> SettingsOf(JsonElement report) => report.GetProperty("settings").EnumerateArray().Select(static one =>
        $"{one.GetProperty("key").GetString()}={(one.TryGetProperty("value", out var value) ? value.GetString() : null)} {one.GetProperty("source").GetString()}({Number(one, "line")},{Number(one, "column")})");

    private static string Number(JsonElement one, string name) => one.TryGetProperty(name, out var number) ? number.GetRawText() : string.Empty;

    private static async Task<JsonElement> ShowAsync(TempFolder folder, int exitCode, params string[] arguments)
    {
        var ran = await DagstackProcess.RunAsync(folder.Path, ["config", "show", "--json", .. arguments]);
        Assert.Equal((exitCode, string.Empty), (ran.ExitCode, ran.Error));
        return JsonElement.Parse(ran.Output);
    }
}
