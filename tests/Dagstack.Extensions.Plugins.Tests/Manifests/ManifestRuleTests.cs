using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>Each rule of the contract's table, broken once: the place, what was found, what was expected.</summary>
public sealed class ManifestRuleTests
{
    [Theory]
    [InlineData("schema_version = 1", "plugin.schema_version", 18, "the number 1", "a version")]
    [InlineData("schema_version = \"one\"", "plugin.schema_version", 18, "the string \"one\"", "a version")]
    [InlineData("kind_api_version = \"x\"", "plugin.kind_api_version", 20, "the string \"x\"", "a version")]
    [InlineData("version = 1.0", "plugin.version", 11, "the number 1", "a string")]
    [InlineData("description = \"\"", "plugin.description", 15, "the string \"\"", "not empty")]
    [InlineData("authors = \"me\"", "plugin.authors", 11, "the string \"me\"", "an array of strings")]
    [InlineData("authors = [\"me\", 5]", "plugin.authors[1]", 18, "the number 5", "a string")]
    [InlineData("maintainer = true", "plugin.maintainer", 14, "true", "a string")]
    [InlineData("license = []", "plugin.license", 11, "an empty array", "a string")]
    [InlineData("homepage = {}", "plugin.homepage", 12, "a table", "a string")]
    [InlineData("health_check = 1", "plugin.health_check", 16, "the number 1", "a string")]
    [InlineData("priority = -1", "plugin.priority", 12, "the number -1", "0 or more")]
    [InlineData("priority = \"5\"", "plugin.priority", 12, "the string \"5\"", "a whole number")]
    [InlineData("priority = 1.5", "plugin.priority", 12, "the number 1.5", "a whole number")]
    [InlineData("priority = 99999999999", "plugin.priority", 12, "the number 99999999999", "a whole number")]
    [InlineData("depends_on = \"llm\"", "plugin.depends_on", 14, "the string \"llm\"", "an array")]
    [InlineData("depends_on = [\"a\", 5]", "plugin.depends_on[1]", 20, "the number 5", "a name or { kind, name }")]
    [InlineData("depends_on = [\"llm:openai\"]", "plugin.depends_on[0]", 15, "llm:openai", "a name or { kind, name }")]
    [InlineData("depends_on = [{kind = \"llm\"}]", "plugin.depends_on[0].name", 15, "nothing", "lower case")]
    [InlineData("depends_on = [{kind = \"L\", name = \"a\"}]", "plugin.depends_on[0].kind", 23, "the string \"L\"", "lower case")]
    [InlineData("tryfirst = \"yes\"", "plugin.tryfirst", 12, "the string \"yes\"", "true or false")]
    [InlineData("trylast = 1", "plugin.trylast", 11, "the number 1", "true or false")]
    [InlineData("fallback = \"true\"", "plugin.fallback", 12, "the string \"true\"", "true or false")]
    [InlineData("in_process_only = 0", "plugin.in_process_only", 19, "the number 0", "true or false")]
    [InlineData("startup_timeout_sec = 0", "plugin.startup_timeout_sec", 23, "the number 0", "from 1 to")]
    [InlineData("startup_timeout_sec = 9999999", "plugin.startup_timeout_sec", 23, "the number 9999999", "from 1 to")]
    [InlineData("teardown_timeout_sec = 2.5", "plugin.teardown_timeout_sec", 24, "the number 2.5", "a whole number of seconds")]
    [InlineData("execution_model = \"asynch\"", "plugin.execution_model", 19, "the string \"asynch\"", "one of sync, async, thread_cpu_bound, process_cpu_bound")]
    [InlineData("reload = \"stop\"", "plugin.reload", 10, "the string \"stop\"", "one of overlap, stop_first")]
    [InlineData("capabilities = [\"\"]", "plugin.capabilities[0]", 17, "the string \"\"", "not empty")]
    [InlineData("supports_languages = \"en\"", "plugin.supports_languages", 22, "the string \"en\"", "an array of strings")]
    [InlineData("supports_extensions = [1]", "plugin.supports_extensions[0]", 24, "the number 1", "a string")]
    [InlineData("supports_mime_types = true", "plugin.supports_mime_types", 23, "true", "an array of strings")]
    [InlineData("resources = [\"clock\"]", "plugin.resources", 13, "an array", "a table")]
    [InlineData("resources = { required = \"clock\" }", "plugin.resources.required", 26, "the string \"clock\"", "an array of strings")]
    [InlineData("resources = { optional = [5] }", "plugin.resources.optional[0]", 27, "the number 5", "a string")]
    [InlineData("unit_of_work = { declared = 1 }", "plugin.unit_of_work.declared", 29, "the number 1", "true or false")]
    [InlineData("unit_of_work = { partition_key = 1 }", "plugin.unit_of_work.partition_key", 34, "the number 1", "a string")]
    [InlineData("unit_of_work = { estimated_duration_sec = -1 }", "plugin.unit_of_work.estimated_duration_sec", 43, "the number -1", "above 0")]
    [InlineData("unit_of_work = { idempotency_mode = \"hash\" }", "plugin.unit_of_work.idempotency_mode", 37, "the string \"hash\"", "one of input_hash, output_hash, none")]
    [InlineData("unit_of_work = { checkpointable = \"no\" }", "plugin.unit_of_work.checkpointable", 35, "the string \"no\"", "true or false")]
    [InlineData("unit_of_work = { content_hash = \"a\" }", "plugin.unit_of_work.content_hash", 33, "the string \"a\"", "an array of strings")]
    [InlineData("chain_wrap = { kinds = \"*\" }", "plugin.chain_wrap.kinds", 24, "the string \"*\"", "an array of strings")]
    [InlineData("chain_wrap = { hooks = [1] }", "plugin.chain_wrap.hooks[0]", 25, "the number 1", "a string")]
    [InlineData("metadata = \"x\"", "plugin.metadata", 12, "the string \"x\"", "a table")]
    [InlineData("mcp_stdio = { command = \"x\" }", "plugin.mcp_stdio.command", 25, "the string \"x\"", "an array of strings")]
    [InlineData("mcp_stdio = { command = [] }", "plugin.mcp_stdio.command", 25, "an empty array", "the program and its arguments")]
    [InlineData("mcp_stdio = { command = [\"x\"], env = { A = 1 } }", "plugin.mcp_stdio.env.A", 44, "the number 1", "a string")]
    [InlineData("mcp_stdio = { command = [\"x\"], working_dir = 1 }", "plugin.mcp_stdio.working_dir", 46, "the number 1", "a string")]
    [InlineData("mcp_stdio = { command = [\"x\"], startup_timeout_sec = 0 }", "plugin.mcp_stdio.startup_timeout_sec", 54, "the number 0", "from 1 to")]
    [InlineData("mcp_http = { }", "plugin.mcp_http.url", 1, "nothing", "http")]
    [InlineData("mcp_http = { url = \"ftp://x\" }", "plugin.mcp_http.url", 20, "the string \"ftp://x\"", "an absolute http or https address")]
    [InlineData("mcp_http = { url = \"http://x\", headers = { A = 1 } }", "plugin.mcp_http.headers.A", 48, "the number 1", "a string")]
    [InlineData("mcp_http = { url = \"http://x\", tools_allow = [\"\"] }", "plugin.mcp_http.tools_allow[0]", 47, "the string \"\"", "a string")]
    [InlineData("mcp_stdio = { command = [\"x\"], tools_deny = \"x\" }", "plugin.mcp_stdio.tools_deny", 45, "the string \"x\"", "an array")]
    [InlineData("mcp_http = { url = \"/mcp\" }", "plugin.mcp_http.url", 20, "the string \"/mcp\"", "an absolute http or https address")]
    [InlineData("mcp_http = { url = \"http://x\", auth_header = 1 }", "plugin.mcp_http.auth_header", 46, "the number 1", "a string")]
    [InlineData("mcp_http = { url = \"http://x\", auth_secret_env = 1 }", "plugin.mcp_http.auth_secret_env", 50, "the number 1", "a string")]
    [InlineData("mcp_http = { url = \"http://x\", timeout_sec = 0 }", "plugin.mcp_http.timeout_sec", 46, "the number 0", "from 1 to")]
    [InlineData("mcp_http = { url = \"http://x\", tls_ca_bundle = 0 }", "plugin.mcp_http.tls_ca_bundle", 48, "the number 0", "a string")]
    [InlineData("mcp_http = { url = \"http://x\", tls_verify = 0 }", "plugin.mcp_http.tls_verify", 45, "the number 0", "true or false")]
    [InlineData("runtme = 1", "plugin.runtme", 1, "runtme", "runtime")]
    [InlineData("resources = { requird = [] }", "plugin.resources.requird", 15, "requird", "required")]
    [InlineData("unit_of_work = { declard = true }", "plugin.unit_of_work.declard", 18, "declard", "declared")]
    [InlineData("chain_wrap = { kind = [] }", "plugin.chain_wrap.kind", 16, "kind", "kinds")]
    [InlineData("depends_on = [{kind = \"a\", nam = \"b\", name = \"c\"}]", "plugin.depends_on[0].nam", 28, "nam", "name")]
    [InlineData("mcp_stdio = { command = [\"x\"], workdir = \"\" }", "plugin.mcp_stdio.workdir", 32, "workdir", "working_dir")]
    [InlineData("mcp_http = { url = \"http://x\", tls_verfy = true }", "plugin.mcp_http.tls_verfy", 32, "tls_verfy", "tls_verify")]
    public void Parse_LineThatBreaksARule_IsTheOnlyProblem(string line, string path, int column, string found, string expected)
    {
        var result = ManifestSamples.With(line);

        var problem = Assert.Single(result.Problems);
        Assert.Equal(PluginErrorCodes.ManifestInvalid, problem.Code);
        Assert.Equal(ManifestProblemSeverity.Error, problem.Severity);
        Assert.Equal((path, 7, column), (problem.Path, problem.Line, problem.Column));
        Assert.Contains(found, problem.Found, StringComparison.Ordinal);
        Assert.Contains(expected, problem.Expected, StringComparison.Ordinal);
        Assert.Contains(path, problem.Message, StringComparison.Ordinal);
        Assert.StartsWith($"plugins/x/dagstack.toml(7,{column}): ", problem.ToString(), StringComparison.Ordinal);
        Assert.False(result.IsValid);
        Assert.Null(result.Manifest);
        Assert.Equal("chunker:fixed", result.Id.ToString());
    }

    [Theory]
    [InlineData("name", "", "plugin.name", 1, 2, "nothing")]
    [InlineData("kind", "", "plugin.kind", 1, 2, "nothing")]
    [InlineData("core_version", "", "plugin.core_version", 1, 2, "nothing")]
    [InlineData("runtime", "", "plugin.runtime", 1, 2, "nothing")]
    [InlineData("entry_point", "", "plugin.entry_point", 1, 2, "nothing")]
    [InlineData("name", "name = \"Fixed\"", "plugin.name", 2, 8, "\"Fixed\"")]
    [InlineData("name", "name = 5", "plugin.name", 2, 8, "the number 5")]
    [InlineData("kind", "kind = \"a b\"", "plugin.kind", 3, 8, "\"a b\"")]
    [InlineData("core_version", "core_version = \"latest\"", "plugin.core_version", 4, 16, "\"latest\"")]
    [InlineData("core_version", "core_version = \"^0.2,<1\"", "plugin.core_version", 4, 16, "\"^0.2,<1\"")]
    [InlineData("runtime", "runtime = \"in_proces\"", "plugin.runtime", 5, 11, "in_proces")]
    [InlineData("runtime", "runtime = [\"in_process\", \"mcp\"]", "plugin.runtime[1]", 5, 26, "mcp")]
    [InlineData("runtime", "runtime = []", "plugin.runtime", 5, 11, "an empty array")]
    [InlineData("runtime", "runtime = true", "plugin.runtime", 5, 11, "true")]
    [InlineData("runtime", "runtime = [\"in_process\", 1]", "plugin.runtime[1]", 5, 26, "the number 1")]
    [InlineData("runtime", "runtime = [\"in_process\", \"mcp_http\"]", "plugin.mcp_http", 1, 2, "nothing")]
    public void Parse_RequiredKeyThatIsWrong_IsTheOnlyProblem(string key, string line, string path, int at, int column, string found)
    {
        var result = ManifestSamples.Replacing(key, line);

        var problem = Assert.Single(result.Problems);
        Assert.Equal(PluginErrorCodes.ManifestInvalid, problem.Code);
        Assert.Equal((path, at, column), (problem.Path, problem.Line, problem.Column));
        Assert.Contains(found, problem.Found, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Expected!);
        Assert.Contains(path, problem.Message, StringComparison.Ordinal);
        Assert.Null(result.Manifest);
    }

    [Theory]
    [InlineData("../other:Class", "leaves the plugin's folder")]
    [InlineData("a/../../b:Class", "leaves the plugin's folder")]
    [InlineData("..\\\\other:Class", "leaves the plugin's folder")]
    [InlineData("/opt/evil:Class", "absolute")]
    [InlineData("C:\\\\evil:Class", "absolute")]
    [InlineData("\\\\\\\\server\\\\share:Class", "absolute")]
    [InlineData("~/evil:Class", "absolute")]
    [InlineData("lib/plugin:Class", "has a folder")]
    [InlineData("plugin.dll:Class", "write 'plugin'")]
    [InlineData("plugin", "no ':'")]
    [InlineData(":Class", "no module")]
    [InlineData("plugin:", "no class")]
    [InlineData("plugin:1Class", "'1Class'")]
    [InlineData("plugin:My Class", "'My Class'")]
    [InlineData("..:Class", "leaves the plugin's folder")]
    [InlineData(".hidden:Class", "'.hidden'")]
    [InlineData("plu*gin:Class", "'plu*gin'")]
    public void Parse_EntryPointThatIsWrong_SaysWhy(string entryPoint, string why)
    {
        var problem = Assert.Single(ManifestSamples.Replacing("entry_point", $"entry_point = \"{entryPoint}\"").Problems);

        Assert.Equal(("plugin.entry_point", 6, 15), (problem.Path, problem.Line, problem.Column));
        Assert.Contains(why, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plugin:FixedChunker", "plugin", "FixedChunker")]
    [InlineData("My.Plugins-2:My.Plugins.Outer+Inner", "My.Plugins-2", "My.Plugins.Outer+Inner")]
    public void Parse_EntryPoint_IsTakenApart(string text, string module, string name)
    {
        var entryPoint = ManifestSamples.Replacing("entry_point", $"entry_point = \"{text}\"").ThrowIfInvalid().EntryPoint!;

        Assert.Equal((module, name, text), (entryPoint.Module, entryPoint.ClassName, entryPoint.Text));
    }

    [Fact]
    public void Parse_BothBands_IsInvalid()
    {
        var problem = Assert.Single(ManifestSamples.With("tryfirst = true\ntrylast = true").Problems);

        Assert.Equal(("plugin.trylast", 8, 11), (problem.Path, problem.Line, problem.Column));
        Assert.Contains("both true", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_InProcessOnlyWithMcpRuntime_IsInvalid()
    {
        var problem = Assert.Single(ManifestSamples.Replacing("runtime", "runtime = [\"in_process\", \"mcp_stdio\"]\nin_process_only = true\ncommand = [\"x\"]").Problems);

        Assert.Equal("plugin.runtime[1]", problem.Path);
        Assert.Contains("in_process_only", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chunker", 1)]
    [InlineData("horizontal_middleware", 0)]
    public void Parse_PriorityOfMiddleware_WarnsOtherKinds(string kind, int warnings)
    {
        var result = ManifestSamples.Replacing("kind", $"kind = \"{kind}\"\npriority = 1000");

        Assert.Equal(warnings, result.Problems.Count(problem => problem.Severity == ManifestProblemSeverity.Warning && problem.Path == "plugin.priority"));
        Assert.True(result.IsValid);
        Assert.Equal(1000, result.ThrowIfInvalid().Priority);
        Assert.All(result.Problems, problem => Assert.Contains("(4,12): warning: ", problem.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_UnknownKey_NamesFilePlaceAndNearestKey()
    {
        var problem = Assert.Single(ManifestSamples.With("runtme = \"in_process\"").Problems);

        Assert.StartsWith("plugins/x/dagstack.toml(7,1): unknown key 'plugin.runtme'. Did you mean 'runtime'?", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_UnknownKeyLikeNoOther_PointsToMetadata()
    {
        var problem = Assert.Single(ManifestSamples.With("favourite_colour = 1").Problems);

        Assert.Contains("[plugin.metadata]", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_ManyProblems_ReportsAllInTheOrderOfTheChecks()
    {
        var result = ManifestSamples.Toml("""
            [plugin]
            entry_point = "../x:Y"
            mcp_stdio = 5
            runtime = 1
            core_version = "latest"
            kind_api_version = "y"
            kind = "K"
            name = "N"
            schema_version = "z"
            zzzzzzzz = 1
            """);

        Assert.Equal(
            ["plugin.schema_version", "plugin.name", "plugin.kind", "plugin.kind_api_version", "plugin.core_version", "plugin.runtime", "plugin.mcp_stdio", "plugin.entry_point", "plugin.zzzzzzzz"],
            result.Problems.Select(problem => problem.Path));
        Assert.Equal("K:N", result.Id.ToString());
    }

    [Fact]
    public void Parse_HostileNumberOfProblems_IsBounded()
    {
        var result = ManifestSamples.With(string.Join('\n', Enumerable.Range(0, 20_000).Select(i => $"unknown{i} = 1")));

        Assert.InRange(result.Problems.Count, 100, 102);
        Assert.Contains(result.Problems, problem => problem.Message.Contains("more than 100", StringComparison.Ordinal));
    }
}
