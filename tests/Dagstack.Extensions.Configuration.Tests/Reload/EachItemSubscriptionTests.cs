using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Reload;

/// <summary>Subscriptions whose path has <c>[*]</c>: to the values of each item.</summary>
public sealed class EachItemSubscriptionTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Subscription_ToEachItem_HearsOfTheirValuesOnly()
    {
        using var watched = new Watched("plugins: [{name: a, size: 1}, {name: b, size: 1}]\n", _time);
        List<string> told = [];
        using var names = watched.Config.OnSectionChange<List<string>>("plugins[*].name", (before, after) => told.Add($"{string.Join(' ', before)} to {string.Join(' ', after)}"));
        Write("plugins: [{name: a, size: 2}, {name: b, size: 2}]\n");
        Assert.Equal((1, 0), (watched.Changes, told.Count));
        Write("plugins: [{name: a, size: 2}, {name: b, size: 2}, {name: c, size: 2}]\n");
        Write("plugins: []\n");
        Assert.Equal(["a b to a b c", "a b c to "], told);

        void Write(string yaml)
        {
            watched.Folder.Write("app.yaml", yaml);
            Watched.Settle(_time);
        }
    }

    [Fact]
    public void Subscription_ItemLosesTheMember_ChangeIsRefused()
    {
        using var watched = new Watched("plugins: [{name: a}]\n", _time);
        using var names = watched.Config.OnSectionChange<string[]>("plugins[*].name", static (_, _) => { });
        watched.Folder.Write("app.yaml", "plugins: [{name: a}, {size: 1}]\n");
        Watched.Settle(_time);
        Assert.Contains("plugins[1].name", Assert.Single(watched.Warnings), StringComparison.Ordinal);
        Assert.Equal(["a"], watched.Config.GetList("plugins[*].name"));
    }

    [Fact]
    public async Task Subscription_SecretOfAnItemChanges_IsHeard()
    {
        var value = "1";
        using var watched = new Watched("plugins: [{token: x}, {token: \"${secret:env:TOKEN}\"}]\n", _time, o => o.Variables = _ => value);
        List<string> told = [];
        using var tokens = watched.Config.OnSectionChange<List<string>>("plugins[*].token", (_, after) => told.Add(string.Join(' ', after)));
        value = "2";
        Assert.True(await watched.Config.RefreshSecretsAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["x 2"], told);
    }

    [Fact]
    public void Subscription_ToEachItemAsNoList_SaysToAskForAList()
    {
        using var watched = new Watched("plugins: [{name: a}]\n", _time);
        var error = Assert.Throws<ArgumentException>("path", () => watched.Config.OnSectionChange<string>("plugins[*].name", static (_, _) => { }));
        Assert.Contains("List<", error.Message, StringComparison.Ordinal);
    }
}
