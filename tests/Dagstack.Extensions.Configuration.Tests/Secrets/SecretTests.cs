using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Secrets;

public sealed class SecretTests
{
    private readonly FakeSecrets _source = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Get_Secret_IsAskedForOnceAndWhenFirstRead()
    {
        _source.Values["db"] = "pw";
        var config = Load("password: ${secret:fake:db}\nother: ${secret:fake:absent}\n");
        Assert.Equal(0, _source.Asked);
        Assert.Equal("pw", config.GetString("password"));
        Assert.Equal("pw", config.Get("password"));
        Assert.Equal(1, _source.Asked);
    }

    [Fact]
    public void Get_SecretAfterItsLifetime_IsAskedForAgain()
    {
        _source.Values["db"] = "one";
        var config = Load("password: ${secret:fake:db}\n", o => o.SecretLifetime = TimeSpan.FromMinutes(1));
        Assert.Equal("one", config.GetString("password"));
        _source.Values["db"] = "two";
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("one", config.GetString("password"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("two", config.GetString("password"));
    }

    [Fact]
    public void Get_SecretThatExpires_IsAskedForAgainThen()
    {
        _source.Answer = (_, _) => Task.FromResult<SecretValue?>(new($"{_source.Asked}") { ExpiresAt = _time.GetUtcNow().AddSeconds(10) });
        var config = Load("n: ${secret:fake:n}\n");
        Assert.Equal(1, config.GetInt32("n"));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(2, config.GetInt32("n"));
    }

    [Fact]
    public void Get_AbsentSecret_HasItsDefaultOrFails()
    {
        var config = Load("a: ${secret:fake:x:-default}\nb:\n  c: ${secret:fake:x}\n");
        Assert.Equal("default", config.GetString("a"));
        var error = Assert.Throws<ConfigException>(() => config.GetString("b.c"));
        Assert.Equal((ConfigErrorReason.SecretUnresolved, "b.c", "yaml:app.yaml"), (error.Reason, error.Path, error.SourceId));
        Assert.Equal("app.yaml(3,6): b.c: ${secret:fake:x} has no value and no default. Check the spelling, set the secret, or write a default after ':-'.", error.Message);
    }

    [Fact]
    public void Get_FromASourceThatFails_SaysSoEvenWithADefaultAndAsksAgain()
    {
        _source.Answer = static (_, _) => throw new HttpRequestException("no route");
        var config = Load("a: ${secret:fake:x:-default}\n");
        var error = Assert.Throws<ConfigException>(() => config.GetString("a"));
        Assert.Equal((ConfigErrorReason.SecretBackendUnavailable, "a"), (error.Reason, error.Path));
        Assert.Contains("could not be read from secret:fake: HttpRequestException: no route", error.Message, StringComparison.Ordinal);
        _source.Answer = static (_, _) => throw new ConfigException(ConfigErrorReason.SecretPermissionDenied, string.Empty, "403");
        Assert.Equal(ConfigErrorReason.SecretPermissionDenied, Assert.Throws<ConfigException>(() => config.GetString("a")).Reason);
        _source.Answer = null;
        Assert.Equal("default", config.GetString("a"));
    }

    [Fact]
    public async Task Get_FromASourceThatHangs_EndsWithTheTimeout()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _source.Answer = (_, _) =>
        {
            asked.SetResult();
            return new TaskCompletionSource<SecretValue?>().Task;
        };
        var config = Load("a: ${secret:fake:x}\n");
        var reading = Task.Run(() => config.GetString("a"));
        await asked.Task.WaitAsync(Limits.Patience);
        _time.Advance(TimeSpan.FromSeconds(10));
        var error = await Assert.ThrowsAsync<ConfigException>(() => reading.WaitAsync(Limits.Patience));
        Assert.Equal(ConfigErrorReason.SecretBackendUnavailable, error.Reason);
        Assert.Contains("has not answered within 10 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_ByManyAtOnce_AsksOnce()
    {
        var answer = new TaskCompletionSource<SecretValue?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _source.Answer = (_, _) => answer.Task;
        var config = Load("a: ${secret:fake:x}\n");
        var readers = Enumerable.Range(0, 8).Select(_ => Task.Run(() => config.GetString("a"))).ToList();
        answer.SetResult(new("pw"));
        Assert.All(await Task.WhenAll(readers).WaitAsync(Limits.Patience), static value => Assert.Equal("pw", value));
        Assert.Equal(1, _source.Asked);
    }

    [Fact]
    public void Load_WhatCanBeCheckedOfReferences_IsCheckedThen()
    {
        var error = Assert.Throws<ConfigException>(() => Load("a: ${secret:nowhere:x}\nb:\n- ${secret:fake:x?vresion=1}\n- ${secret:env:X#f}\n"));
        Assert.Equal(
            [
                "app.yaml(1,4): a: ${secret:nowhere:x} has the scheme 'nowhere', and there are sources for 'env', 'fake' only. Correct the scheme, or add a source for it to SecretSources.",
                "app.yaml(3,3): b[0]: ${secret:fake:x?vresion=1} has the query 'vresion', and this source knows 'version' only. Correct it.",
                "app.yaml(4,3): b[1]: ${secret:env:X#f} has a field, and a variable is one text without versions or fields. Leave it out, or keep the secret where it has them.",
            ],
            error.Problems.Select(static problem => problem.ToString()));
        Assert.Equal((ConfigErrorReason.SecretUnresolved, string.Empty, 0), (error.Reason, error.Path, _source.Asked));
    }

    [Theory]
    [InlineData("app.yaml", "a:\n  - b: ${secret:none:x}\n", "a[0].b")]
    [InlineData("app.json", "{\"a\":[{\"b\":\"${secret:none:x}\"}]}", "a[0].b")]
    [InlineData("app.toml", "[[a]]\nb = \"${secret:none:x}\"\n", "a[0].b")]
    [InlineData("app.toml", "[a.c]\nb = '${secret:none:x}'\n", "a.c.b")]
    public void Load_UnknownScheme_IsFoundWhereverItStands(string file, string text, string path)
    {
        using var folder = new TempFolder();
        var error = Assert.Throws<ConfigException>(() => DagstackConfig.Load(folder.Write(file, text)));
        Assert.Equal((ConfigErrorReason.SecretUnresolved, path), (error.Reason, Assert.Single(error.Problems).KeyPath));
    }

    [Fact]
    public void Load_UnknownSchemeWithADefault_UsesItAndWarns()
    {
        var log = new ListLogger();
        var config = Load("a: ${secret:vualt:x:-default}\n", o => o.Logger = log);
        Assert.Equal("default", config.GetString("a"));
        Assert.Contains("there is no source for the scheme of ${secret:vualt:x:-…}", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Eager_FindsEveryMissingSecret()
    {
        var error = Assert.Throws<ConfigException>(() => Load("a: ${secret:fake:x}\nb: ${secret:fake:y}\nc: ${secret:fake:z:-d}\n", static o => o.EagerSecrets = true));
        Assert.Equal(["a", "b"], error.Problems.Select(static problem => problem.KeyPath));
        Assert.Equal((ConfigErrorReason.SecretUnresolved, string.Empty), (error.Reason, error.Path));
    }

    [Fact]
    public void Load_TwoSourcesOfOneScheme_IsAnError()
    {
        var error = Assert.Throws<ConfigException>(() => Load("a: 1\n", static o => o.SecretSources.Add(new FakeSecrets())));
        Assert.Equal(ConfigErrorReason.ValidationFailed, error.Reason);
        Assert.Equal("the secret sources FakeSecrets and FakeSecrets both have the scheme 'fake'. Add one of them, or give one another scheme.", error.Message);
        Assert.Contains("has the scheme 'Big'", Assert.Throws<ConfigException>(() => Load("a: 1\n", static o => o.SecretSources.Add(new FakeSecrets("Big")))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SourceForEnv_StandsInThePlaceOfTheBuiltInOne()
    {
        var own = new FakeSecrets("env");
        own.Values["A"] = "mine";
        Assert.Equal("mine", Load("a: ${secret:env:A}\n", o => o.SecretSources.Add(own)).GetString("a"));
    }

    [Fact]
    public async Task Refresh_ChangedSecret_FiresAndIsSeenInSections()
    {
        _source.Values["db"] = "one";
        var config = Load("database: {password: \"${secret:fake:db}\"}\nother: {x: 1}\n");
        var seen = new List<string>();
        using var subscription = config.OnSectionChange<Database>("database", (before, after) => seen.Add($"{before.Password}>{after.Password}"));
        using var other = config.OnSectionChange<Dictionary<string, int>>("other", (_, _) => seen.Add("other"));
        var token = config.GetReloadToken();
        Assert.False(await config.RefreshSecretsAsync(TestContext.Current.CancellationToken));
        Assert.False(token.HasChanged);

        _source.Values["db"] = "two";
        Assert.Equal("one", config.GetString("database.password"));
        Assert.True(await config.RefreshSecretsAsync(TestContext.Current.CancellationToken));
        Assert.Equal("two", config.GetString("database.password"));
        Assert.True(token.HasChanged);
        Assert.Equal(["one>two"], seen);
    }

    [Fact]
    public async Task Refresh_SourceThatFails_KeepsTheOldValues()
    {
        _source.Values["db"] = "one";
        var config = Load("a: ${secret:fake:db}\n");
        Assert.Equal("one", config.GetString("a"));
        _source.Answer = static (_, _) => throw new HttpRequestException("no route");
        var error = await Assert.ThrowsAsync<ConfigException>(() => config.RefreshSecretsAsync(TestContext.Current.CancellationToken));
        Assert.Equal(ConfigErrorReason.SecretBackendUnavailable, error.Reason);
        Assert.Equal("one", config.GetString("a"));
    }

    [Fact]
    public void Configuration_Secret_IsReadThroughItsKey()
    {
        _source.Values["db"] = "pw";
        using var folder = new TempFolder();
        folder.Write("app.yaml", "database:\n  password: ${secret:fake:db}\n  other: ${secret:fake:none}\n");
        var configuration = new ConfigurationBuilder().SetBasePath(folder.Path).AddDagstackConfig("app.yaml", o => o.SecretSources.Add(_source)).Build();
        Assert.Equal("pw", configuration["Database:PASSWORD"]);
        Assert.Equal("database:other", Assert.Throws<ConfigException>(() => configuration["database:other"]).Path);
        configuration["database:other"] = "set";
        Assert.Equal("set", configuration["database:other"]);
    }

    private DagstackConfig Load(string yaml, Action<DagstackConfigOptions>? configure = null)
    {
        using var folder = new TempFolder();
        folder.Write("app.yaml", yaml);
        return DagstackConfig.Load("app.yaml", options =>
        {
            options.BasePath = folder.Path;
            options.TimeProvider = _time;
            options.SecretSources.Add(_source);
            configure?.Invoke(options);
        });
    }

    private sealed class Database
    {
        public string Password { get; init; } = string.Empty;
    }
}
