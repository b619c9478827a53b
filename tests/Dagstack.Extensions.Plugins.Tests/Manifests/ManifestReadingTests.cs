using Dagstack.Extensions.Plugins.Manifests;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>Text to manifest: both formats, all keys, defaults, and text that does not parse.</summary>
public sealed class ManifestReadingTests
{
    internal const string Whole = """
        [plugin]
        schema_version = "1.0"
        name = "whole"
        kind = "tool"
        kind_api_version = "2.1"
        core_version = "^0.2"
        runtime = ["mcp_http", "in_process", "mcp_stdio"]
        entry_point = "plugin:Whole"
        version = "1.2.3"
        description = "d"
        authors = ["a", "b"]
        maintainer = "m"
        license = "MIT"
        homepage = "https://example.org"
        priority = 7
        depends_on = ["store", { kind = "llm", name = "openai" }]
        tryfirst = true
        trylast = false
        startup_timeout_sec = 5
        teardown_timeout_sec = 6
        execution_model = "process_cpu_bound"
        capabilities = ["c"]
        supports_languages = ["en"]
        supports_extensions = [".py"]
        supports_mime_types = ["text/plain"]
        fallback = true
        health_check = "ping"
        reload = "stop_first"

        [plugin.resources]
        required = ["clock"]
        optional = ["rng"]

        [plugin.unit_of_work]
        declared = true
        partition_key = "tenant"
        estimated_duration_sec = 1.5
        idempotency_mode = "output_hash"
        checkpointable = true
        content_hash = ["text"]

        [plugin.mcp_stdio]
        command = ["python", "-m", "server"]
        working_dir = "srv"
        startup_timeout_sec = 9
        tools_allow = ["read_*", "list"]
        tools_deny = ["read_secret"]
        [plugin.mcp_stdio.env]
        LANG = "C"

        [plugin.mcp_http]
        url = "https://example.org/mcp"
        auth_header = "X-Key"
        auth_secret_env = "TOKEN"
        timeout_sec = 3
        tls_ca_bundle = "ca.pem"
        tls_verify = false
        tools_allow = ["a"]
        tools_deny = ["b"]
        [plugin.mcp_http.headers]
        X-Tenant = "${TENANT}"

        [plugin.chain_wrap]
        kinds = ["*"]
        hooks = ["execute"]

        [plugin.metadata]
        text = "t"
        count = 3
        ratio = 0.5
        on = true
        day = 2026-01-02
        list = [1, "two"]
        nested.deep = { x = 1 }
        """;

    internal const string WholeJson = """
        { "plugin": {
          "schema_version": "1.0", "name": "whole", "kind": "tool", "kind_api_version": "2.1", "core_version": "^0.2",
          "runtime": ["mcp_http", "in_process", "mcp_stdio"], "entry_point": "plugin:Whole", "version": "1.2.3", "description": "d",
          "authors": ["a", "b"], "maintainer": "m", "license": "MIT", "homepage": "https://example.org", "priority": 7,
          "depends_on": ["store", { "kind": "llm", "name": "openai" }], "tryfirst": true, "trylast": false,
          "startup_timeout_sec": 5, "teardown_timeout_sec": 6, "execution_model": "process_cpu_bound", "capabilities": ["c"],
          "supports_languages": ["en"], "supports_extensions": [".py"], "supports_mime_types": ["text/plain"], "fallback": true,
          "health_check": "ping", "reload": "stop_first", "resources": { "required": ["clock"], "optional": ["rng"] },
          "unit_of_work": { "declared": true, "partition_key": "tenant", "estimated_duration_sec": 1.5, "idempotency_mode": "output_hash", "checkpointable": true, "content_hash": ["text"] },
          "mcp_stdio": { "command": ["python", "-m", "server"], "working_dir": "srv", "startup_timeout_sec": 9, "tools_allow": ["read_*", "list"], "tools_deny": ["read_secret"], "env": { "LANG": "C" } },
          "mcp_http": { "url": "https://example.org/mcp", "auth_header": "X-Key", "auth_secret_env": "TOKEN", "timeout_sec": 3, "tls_ca_bundle": "ca.pem", "tls_verify": false, "headers": { "X-Tenant": "${TENANT}" }, "tools_allow": ["a"], "tools_deny": ["b"] },
          "chain_wrap": { "kinds": ["*"], "hooks": ["execute"] },
          "metadata": { "text": "t", "count": 3, "ratio": 0.5, "on": true, "day": "2026-01-02", "list": [1, "two"], "nested": { "deep": { "x": 1 } } } } }
        """;

    [Fact]
    public void Parse_GuidesManifest_LoadsUnchanged()
    {
        var result = ManifestSamples.Toml(ManifestSamples.Guide);

        Assert.Empty(result.Problems);
        var manifest = result.ThrowIfInvalid();
        Assert.Equal(new PluginId("chunker", "fixed"), manifest.Id);
        Assert.Equal(["in_process"], manifest.Runtimes);
        Assert.Equal("in_process", result.Runtime);
        Assert.Equal(["clock"], manifest.Resources.Required);
        Assert.Equal("0.1.0", manifest.Version);
        Assert.Equal("1", manifest.SchemaVersion);
        Assert.Equal("1", manifest.KindApiVersion);
        Assert.Equal(TimeSpan.FromSeconds(30), manifest.StartupTimeout);
        Assert.Equal(TimeSpan.FromSeconds(15), manifest.TeardownTimeout);
        Assert.Equal("plugins/x/dagstack.toml", result.File);
    }

    [Theory]
    [InlineData(ManifestFormat.Toml)]
    [InlineData(ManifestFormat.Json)]
    public void Parse_EveryKey_IsInTheManifest(ManifestFormat format)
    {
        var result = PluginManifestLoader.Parse(format == ManifestFormat.Toml ? Whole : WholeJson, format);

        Assert.Empty(result.Problems);
        var m = result.ThrowIfInvalid();
        Assert.Equal("in_process", result.Runtime);
        Assert.Equal(("tool:whole", "1.0", "2.1", "^0.2"), (m.Id.ToString(), m.SchemaVersion, m.KindApiVersion, m.CoreVersion));
        Assert.Equal(["mcp_http", "in_process", "mcp_stdio"], m.Runtimes);
        Assert.Equal(("1.2.3", "d", "m", "MIT", "https://example.org", "ping"), (m.Version, m.Description, m.Maintainer, m.License, m.Homepage, m.HealthCheck));
        Assert.Equal(["a", "b"], m.Authors);
        Assert.Equal((7, true, false, true), (m.Priority, m.TryFirst, m.TryLast, m.Fallback));
        Assert.Equal([new PluginDependency("store"), new PluginDependency("openai", "llm")], m.DependsOn);
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6)), (m.StartupTimeout, m.TeardownTimeout));
        Assert.Equal((PluginExecutionModel.ProcessCpuBound, PluginReloadMode.StopFirst), (m.ExecutionModel, m.Reload));
        Assert.Equal(["c", "en", ".py", "text/plain"], [.. m.Capabilities, .. m.SupportsLanguages, .. m.SupportsExtensions, .. m.SupportsMimeTypes]);
        Assert.Equal(["clock", "rng"], [.. m.Resources.Required, .. m.Resources.Optional]);
        var unit = m.UnitOfWork;
        Assert.Equal((true, "tenant", TimeSpan.FromSeconds(1.5), PluginIdempotencyMode.OutputHash, true), (unit.Declared, unit.PartitionKey, unit.EstimatedDuration, unit.IdempotencyMode, unit.Checkpointable));
        Assert.Equal(["text"], unit.ContentHash);
        Assert.Equal(["python", "-m", "server"], m.McpStdio!.Command);
        Assert.Equal(("srv", "C", TimeSpan.FromSeconds(9)), (m.McpStdio.WorkingDirectory, m.McpStdio.Environment["LANG"], m.McpStdio.StartupTimeout));
        var http = m.McpHttp!;
        Assert.Equal(["read_*", "list", "read_secret"], [.. m.McpStdio.ToolsAllow, .. m.McpStdio.ToolsDeny]);
        Assert.Equal(["a", "b", "${TENANT}"], [.. http.ToolsAllow, .. http.ToolsDeny, http.Headers["X-Tenant"]]);
        Assert.Equal("https://example.org/mcp", http.UrlText);
        Assert.Equal(("https://example.org/mcp", "X-Key", "TOKEN", TimeSpan.FromSeconds(3), "ca.pem", false), (http.Url!.ToString(), http.AuthHeader, http.AuthSecretEnv, http.Timeout, http.TlsCaBundle, http.TlsVerify));
        Assert.Equal(["*", "execute"], [.. m.ChainWrap!.Kinds, .. m.ChainWrap.Hooks]);
        Assert.Equal(("t", 3L, 0.5, true, "2026-01-02"), (m.Metadata["text"], m.Metadata["count"], m.Metadata["ratio"], m.Metadata["on"], m.Metadata["day"]));
        Assert.Equal([1L, "two"], Assert.IsAssignableFrom<IReadOnlyList<object?>>(m.Metadata["list"]));
        var deep = (IReadOnlyDictionary<string, object?>)((IReadOnlyDictionary<string, object?>)m.Metadata["nested"]!)["deep"]!;
        Assert.Equal(1L, deep["x"]);
    }

    [Fact]
    public void Constructor_InCode_HasTheDefaultsOfAFile()
    {
        var code = new PluginManifest { Id = new PluginId("chunker", "fixed") };
        var file = ManifestSamples.With(string.Empty).ThrowIfInvalid();

        Assert.Equal(("*", "in_process"), (code.CoreVersion, Assert.Single(code.Runtimes)));
        Assert.Equal((file.SchemaVersion, file.KindApiVersion, file.StartupTimeout, file.TeardownTimeout), (code.SchemaVersion, code.KindApiVersion, code.StartupTimeout, code.TeardownTimeout));
        Assert.Equal((0, PluginExecutionModel.Sync, PluginReloadMode.Overlap, PluginIdempotencyMode.None), (code.Priority, code.ExecutionModel, code.Reload, code.UnitOfWork.IdempotencyMode));
        Assert.Equal((0, PluginExecutionModel.Sync, PluginReloadMode.Overlap, PluginIdempotencyMode.None), (file.Priority, file.ExecutionModel, file.Reload, file.UnitOfWork.IdempotencyMode));
        Assert.Empty(code.Metadata);
        Assert.Null(code.ChainWrap);
        Assert.Empty(HostCompatibility.Check(code, new ManifestLoadOptions { CoreVersion = "0.9.0-preview.1" }));
    }

    [Fact]
    public void Parse_ToolDagstackPlugin_IsTheRoot()
    {
        var result = ManifestSamples.Toml(ManifestSamples.Guide.Replace("[plugin", "[tool.dagstack.plugin", StringComparison.Ordinal) + "\n[tool.other]\nx = 1");

        Assert.Empty(result.Problems);
        Assert.Equal(["clock"], result.ThrowIfInvalid().Resources.Required);
    }

    [Fact]
    public void Parse_BothRoots_IsInvalid()
    {
        var problem = Assert.Single(ManifestSamples.With("[tool.dagstack.plugin]\nname = \"x\"").Problems);

        Assert.Equal(("tool.dagstack.plugin", 7), (problem.Path, problem.Line));
    }

    [Fact]
    public void Parse_JsonDocumentThatIsTheManifest_IsRead()
    {
        const string Json = """{ "$schema": "https://example.org/s.json", "name": "fixed", "kind": "chunker", "runtime": "in_process", "core_version": "*", "entry_point": "plugin:X", "x-a": 1 }""";
        var manifest = PluginManifestLoader.Parse(Json, ManifestFormat.Json).ThrowIfInvalid();
        Assert.Equal(("chunker:fixed", "X", 1L), (manifest.Id.ToString(), manifest.EntryPoint!.ClassName, manifest.Extensions["x-a"]));

        var wrong = Assert.Single(PluginManifestLoader.Parse(Json.Replace("in_process", "in_proces", StringComparison.Ordinal), ManifestFormat.Json).Problems);
        Assert.Equal("runtime", wrong.Path);
        Assert.Equal("priorty", Assert.Single(PluginManifestLoader.Parse(Json.Replace("x-a", "priorty", StringComparison.Ordinal), ManifestFormat.Json).Problems).Path);
    }

    [Fact]
    public void Parse_SupportsAsATable_IsTheSameAsTheKeys()
    {
        var manifest = ManifestSamples.With("[plugin.supports]\nlanguages = [\"en\"]\nextensions = [\".py\"]\nmime_types = [\"text/plain\"]").ThrowIfInvalid();
        Assert.Equal(("en", ".py", "text/plain"), (manifest.SupportsLanguages[0], manifest.SupportsExtensions[0], manifest.SupportsMimeTypes[0]));

        Assert.Equal("plugin.supports.language", Assert.Single(ManifestSamples.With("[plugin.supports]\nlanguage = []").Problems).Path);
        Assert.Equal("plugin.supports.languages", Assert.Single(ManifestSamples.With("supports_languages = [\"en\"]\n[plugin.supports]\nlanguages = [\"de\"]").Problems).Path);
    }

    [Fact]
    public void Parse_KeysOfOthers_AreKept()
    {
        var manifest = ManifestSamples.With("x-owner = \"me\"\nx-list = [1, { a = true }]\n[plugin.x-table]\nb = 1.5\n[plugin.config_schema]\ntype = \"object\"").ThrowIfInvalid();

        Assert.Equal("me", manifest.Extensions["x-owner"]);
        Assert.Equal(2, Assert.IsAssignableFrom<IReadOnlyList<object?>>(manifest.Extensions["x-list"]).Count);
        Assert.Equal(1.5, Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(manifest.Extensions["x-table"])["b"]);
        Assert.Equal("object", manifest.ConfigSchema["type"]);
        Assert.Empty(ManifestSamples.With(string.Empty).ThrowIfInvalid().Extensions);
    }

    [Fact]
    public void Parse_KeysOfOthersInATable_AreUnknown() =>
        Assert.Equal("plugin.resources.x-mine", Assert.Single(ManifestSamples.With("[plugin.resources]\nx-mine = 1").Problems).Path);

    [Fact]
    public void Parse_ConfigAmongTheResources_IsAcceptedWithANote()
    {
        var result = ManifestSamples.With("[plugin.resources]\nrequired = [\"clock\", \"config\"]\noptional = [\"config\"]");

        Assert.True(result.IsValid);
        Assert.Equal(["plugin.resources.required[1]", "plugin.resources.optional[0]"], result.Problems.Select(static problem => problem.Path));
        Assert.All(result.Problems, static problem => Assert.Equal(ManifestProblemSeverity.Warning, problem.Severity));
    }

    [Fact]
    public void Parse_OlderFlatForm_IsAccepted()
    {
        var stdio = ManifestSamples.Replacing("runtime", "runtime = [\"in_process\", \"mcp_stdio\"]\ncommand = [\"node\", \"s.js\"]\nenv = { A = \"1\" }").ThrowIfInvalid().McpStdio!;
        var line = ManifestSamples.With("command = \"python -m s\"").ThrowIfInvalid().McpStdio!;
        var http = ManifestSamples.With("url = \"http://x/mcp\"\nauth = { type = \"bearer\", header = \"X-Key\", secret_env = \"KEY\" }").ThrowIfInvalid().McpHttp!;

        Assert.Equal(["node", "s.js"], stdio.Command);
        Assert.Equal("1", stdio.Environment["A"]);
        Assert.Equal(["python", "-m", "s"], line.Command);
        Assert.Equal(("http://x/mcp", "X-Key", "KEY", true), (http.Url!.ToString(), http.AuthHeader, http.AuthSecretEnv, http.TlsVerify));
    }

    [Fact]
    public void Parse_OlderAuthWithAnotherKey_IsAWarningThatNamesIt()
    {
        var result = ManifestSamples.With("url = \"http://x/mcp\"\n[plugin.auth]\nheadr = \"X-Key\"\nscope = \"a\"");

        Assert.True(result.IsValid);
        Assert.Equal(
            [("plugin.auth.headr", 9, "'plugin.auth.headr' is not used here. Did you mean 'header'?"), ("plugin.auth.scope", 10, "'plugin.auth.scope' is not used here. Known here: type, header, secret_env.")],
            result.Problems.Select(static problem => (problem.Path, problem.Line!.Value, problem.Message)));
        Assert.All(result.Problems, static problem => Assert.Equal(ManifestProblemSeverity.Warning, problem.Severity));
    }

    [Theory]
    [InlineData("auth = \"X-Key\"", "'plugin.auth' is the string \"X-Key\", but must be a table. Write it as [plugin.auth].")]
    [InlineData("auth = { type = \"basic\" }", "'plugin.auth.type' is the string \"basic\", but must be one of bearer.")]
    [InlineData("auth = { }\n[plugin.mcp_http]\nurl = \"http://x/mcp\"", "'plugin.auth' is the older form of a key of 'plugin.mcp_http', which is there too. Move it to there.")]
    public void Parse_OlderAuthThatIsWrong_SaysWhatItMustBe(string lines, string message) =>
        Assert.Equal(message, Assert.Single(ManifestSamples.With(lines).Problems).Message);

    [Fact]
    public void Parse_OlderFormBesideTheTable_IsInvalid()
    {
        var problem = Assert.Single(ManifestSamples.With("command = [\"x\"]\n[plugin.mcp_stdio]\ncommand = [\"y\"]").Problems);

        Assert.Equal(("plugin.command", 7, 1), (problem.Path, problem.Line, problem.Column));
        Assert.Contains("older form", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name = \"again\"", "plugin.name", 7, "line 2")]
    [InlineData("[plugin]", "plugin", 7, "line 1")]
    [InlineData("[plugin.resources]\n[plugin]\npriority = 1", "plugin", 8, "line 1")]
    [InlineData("[plugin.resources]\nrequired = []\n [ plugin . \"resources\" ]", "plugin.resources", 9, "line 7")]
    [InlineData("resources = {}\n[plugin.resources]", "plugin.resources", 8, "line 7")]
    [InlineData("priority = 1\npriority.x = 2", "plugin.priority", 8, "line 7")]
    [InlineData("metadata = { a = 1, a = 2 }", "plugin.metadata.a", 7, "line 7")]
    [InlineData("[plugin.resources]\n[\"pl\\u0075gin\".\"resources\"]", "plugin.resources", 8, "line 7")]
    [InlineData("[[plugin.metadata.x]]\n[plugin.metadata.x.y]\n[[plugin.metadata.x]]\n[plugin.metadata.x.y]\n[plugin.metadata.x.y]", "plugin.metadata.x.y", 11, "line 10")]
    [InlineData("[[plugin.metadata.x]]\na = 1\na = 2", "plugin.metadata.x[0].a", 9, "line 8")]
    public void Parse_TomlWithADuplicate_IsInvalid(string lines, string path, int line, string first)
    {
        var result = ManifestSamples.With(lines);

        var problem = Assert.Single(result.Problems);
        Assert.Equal((path, line), (problem.Path, problem.Line));
        Assert.Contains("twice", problem.Message, StringComparison.Ordinal);
        Assert.Contains(first, problem.Message, StringComparison.Ordinal);
        Assert.Equal("chunker:fixed", result.Id.ToString());
    }

    [Theory]
    [InlineData("metadata.a.b = 1\n[plugin.metadata.a]\nc = 1", "plugin.metadata.a", 8, "line 7")]
    [InlineData("metadata.a.b = 1\n[plugin.metadata]", "plugin.metadata", 8, "line 7")]
    [InlineData("[plugin.metadata]\na.b.c = 1\n[plugin.metadata.a.b]", "plugin.metadata.a.b", 9, "line 8")]
    [InlineData("[plugin.metadata]\na.b = 1\n[plugin.metadata.a.x]\n[plugin.metadata.a]", "plugin.metadata.a", 10, "line 8")]
    [InlineData("[[plugin.metadata.x]]\ny.z = 1\n[plugin.metadata.x.y]", "plugin.metadata.x.y", 9, "line 8")]
    [InlineData("[[plugin.metadata.x]]\n[plugin.metadata.x]", "plugin.metadata.x", 8, "line 7")]
    [InlineData("[x.metadata.a]\nb = 1\n[x]\nmetadata.a.c = 2", "x.metadata", 10, "line 7")]
    public void Parse_TomlThatComesBackToATable_IsInvalid(string lines, string path, int line, string first)
    {
        var problem = Assert.Single(ManifestSamples.With(lines).Problems, problem => !problem.Message.StartsWith("unknown key 'x'", StringComparison.Ordinal));

        Assert.Equal((path, line), (problem.Path, problem.Line));
        Assert.Contains(first, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("metadata.a.b = 1\nmetadata.c = 1\nmetadata.a.d = 2\n[plugin.metadata.a.e]\n[plugin.metadata.f]")]
    [InlineData("[plugin.metadata]\nt = { a.b = 1, c = 1, a.d = 2 }\nu = [\n[ { a.b = 1, a.c = 2 } ],\n]")]
    [InlineData("[[plugin.metadata.x]]\n[plugin.metadata.x.y]\n[[plugin.metadata.x]]\ny.z = 1\n[plugin.metadata.x.y.w]")]
    [InlineData("[[plugin.metadata.x]]\n[plugin.metadata.x.y]\n[[plugin.metadata.x]]\n[plugin.metadata.x.y]")]
    [InlineData("[plugin.metadata]\na = \"\"\"\n[plugin]\n[plugin]\n\"\"\"\nb = [\n[1],\n[1]\n]")]
    [InlineData("[plugin.metadata.a]\n[plugin.resources]\n[plugin.metadata.b]\n[plugin.metadata]\nc.d = 1\nc.e = 2")]
    public void Parse_TomlThatOnlyLooksDuplicate_IsValid(string lines) => Assert.Empty(ManifestSamples.With(lines).Problems);

    [Fact]
    public void Parse_JsonWithADuplicate_HasItsPlace()
    {
        var result = ManifestSamples.Json("{\n  \"plugin\": {\n    \"name\": \"é\", \"name\": \"b\"\n  }\n}");

        var problem = result.Problems.First(problem => problem.Message.Contains("twice", StringComparison.Ordinal));
        Assert.Equal(("plugin.name", 3, 18), (problem.Path, problem.Line, problem.Column));
    }

    [Fact]
    public void Parse_JsonProblem_HasLineAndColumn()
    {
        var text = WholeJson.Replace("\"priority\": 7", "\"priority\": \"7\"", StringComparison.Ordinal);
        var problem = Assert.Single(ManifestSamples.Json(text).Problems);

        var line = text.Split('\n')[3];
        Assert.Equal((4, line.IndexOf("\"7\"", StringComparison.Ordinal) + 1), (problem.Line, problem.Column));
    }

    [Fact]
    public void Parse_JsonNull_CountsAsAbsent()
    {
        var result = ManifestSamples.Json("""{"plugin": {"name": "a", "kind": "b", "core_version": "*", "runtime": "in_process", "entry_point": "p:C", "version": null, "resources": null, "metadata": {"x": null}}}""");

        Assert.Empty(result.Problems);
        Assert.Null(result.ThrowIfInvalid().Metadata["x"]);
    }

    [Theory]
    [InlineData("[plugin]\nname = \"a\nkind = \"b\"", 2, "b:a")]
    [InlineData("[plugin\nname = \"a\"\nkind = 'b' # c", 1, "b:a")]
    [InlineData("[plugin]\nname == \"a\"\nkind = \"b\"", 2, "b:a")]
    [InlineData("[plugin]\nname = a # c\nkind = \"b\"", 2, "b:a")]
    [InlineData("[plugin]\nname = \"a\"\nkind = \"b\"\n[plugin.x]\nname = \"z\"\n= 1", 6, "b:a")]
    [InlineData("[tool.dagstack.plugin]\n\"name\" = \"a\"\nkind = \"b\"\nx = [\n", 5, "b:a")]
    [InlineData("plugin.name = \"a\"\nplugin.kind = \"b\"\n!", 3, "b:a")]
    [InlineData("[other]\nname = \"a\"\nkind = \"b\"\n!", 4, "")]
    [InlineData("[plugin]\nname = \"a\"\nkind =", 3, "")]
    public void Parse_BrokenToml_KeepsTheIdentity(string text, int line, string id)
    {
        var result = ManifestSamples.Toml(text);

        var problem = Assert.Single(result.Problems);
        Assert.Equal(line, problem.Line);
        Assert.NotNull(problem.Column);
        Assert.StartsWith("the file is not valid TOML: ", problem.Message, StringComparison.Ordinal);
        Assert.Null(result.Manifest);
        Assert.Equal(id, result.Id.ToString());
    }

    [Theory]
    [InlineData("{\"plugin\": {\"name\": \"a\", \"kind\": \"b\",}}", 1, "b:a")]
    [InlineData("{\"plugin\": {\"name\": \"a\"\n \"kind\": \"b\"", 2, "b:a")]
    [InlineData("{\"plugin\": {\"x\": {\"name\": \"z\"}, \"name\": \"a\", \"kind\": \"b\"}} x", 1, "b:a")]
    [InlineData("{\"plugin\": {\"name\": \"a,\n\"kind\": \"b\"}}", 1, "b:a")]
    [InlineData("{\"name\": \"a\", \"kind\": \"b\"", 1, "")]
    [InlineData("", 1, "")]
    public void Parse_BrokenJson_KeepsTheIdentity(string text, int line, string id)
    {
        var result = ManifestSamples.Json(text);

        var problem = Assert.Single(result.Problems);
        Assert.Equal(line, problem.Line);
        Assert.StartsWith("the file is not valid JSON: ", problem.Message, StringComparison.Ordinal);
        Assert.Equal(id, result.Id.ToString());
    }

    [Fact]
    public void Parse_NoPluginTable_SaysWhatToWrite()
    {
        Assert.Contains("[plugin]", Assert.Single(ManifestSamples.Toml(string.Empty).Problems).Message, StringComparison.Ordinal);
        Assert.Contains("\"plugin\"", Assert.Single(ManifestSamples.Json("{}").Problems).Message, StringComparison.Ordinal);
        Assert.Contains("must be an object", Assert.Single(ManifestSamples.Json("[]").Problems).Message, StringComparison.Ordinal);
        Assert.Contains("must be a table", Assert.Single(ManifestSamples.Toml("plugin = 1").Problems).Message, StringComparison.Ordinal);
        Assert.Equal("b:a", ManifestSamples.Toml("name = \"a\"\nkind = \"b\"").Id.ToString());
        var mistyped = ManifestSamples.Toml("[plugn]\nname = \"a\"\nkind = \"b\"");
        Assert.Equal("b:a", mistyped.Id.ToString());
        Assert.Contains(mistyped.Problems, problem => problem.Message.Contains("Did you mean 'plugin'?", StringComparison.Ordinal) && problem.Line == 1);
    }

    [Theory]
    [InlineData(ManifestFormat.Toml, "x = ")]
    [InlineData(ManifestFormat.Json, "")]
    public void Parse_TooDeep_IsAProblem(ManifestFormat format, string prefix)
    {
        var result = PluginManifestLoader.Parse(prefix + new string('[', 50_000) + new string(']', 50_000), format);

        Assert.Contains("64 levels", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_HalfASurrogatePair_IsAProblem() => Assert.False(ManifestSamples.Json("{\"plugin\": {\"name\": \"\\ud800\"}}").IsValid);

    [Theory]
    [InlineData("\\U00110000")]
    [InlineData("\\ud800")]
    [InlineData("\\UFFFFFFFF")]
    [InlineData("\\U0000D800")]
    public void Parse_EscapeOfNoCharacter_IsAProblem(string escape)
    {
        Assert.Equal(7, Assert.Single(ManifestSamples.With($"license = \"{escape}\"").Problems).Line);
        Assert.Single(ManifestSamples.With($"license = \"\\{escape}").Problems);
    }

    [Fact]
    public void Parse_TextWithHalfASurrogatePair_IsAProblem()
    {
        foreach (var (text, column) in new[] { ("x = \"\\\uD800\"", 7), ("x\uDFFF", 2), ("\uD83D\uDC4D\uD83D", 3) })
        {
            Assert.All(new[] { ManifestSamples.Toml(text), ManifestSamples.Json(text) }, result =>
            {
                var problem = Assert.Single(result.Problems);
                Assert.Equal((1, column), (problem.Line, problem.Column));
                Assert.Contains("half of a surrogate pair", problem.Message, StringComparison.Ordinal);
            });
        }
    }

    [Fact]
    public void Parse_Null_Throws()
    {
        Assert.Throws<ArgumentNullException>(() => PluginManifestLoader.Parse(null!, ManifestFormat.Toml));
        Assert.Throws<ArgumentNullException>(() => PluginManifestLoader.Load(null!));
    }
}
