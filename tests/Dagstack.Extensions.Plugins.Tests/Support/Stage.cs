using System.Runtime.CompilerServices;
using Fixtures;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>A plugin of the kind <c>stage</c> that does what a test says, and otherwise names itself.</summary>
internal sealed class Stage(string name) : IStage
{
    public Func<CancellationToken, Task<int>> OnCount { get; init; } = static _ => Task.FromResult(1);

    public Func<string, string>? OnDescribe { get; init; }

    public Func<string, CancellationToken, Task> OnTell { get; init; } = static (_, _) => Task.CompletedTask;

    public Func<int, ChainResult<int>> OnStep { get; init; } = static number => number + 1;

    public Func<string, string>? OnClean { get; init; }

    public Func<string, string>? OnHandle { get; init; }

    public int Weight => name.Length;

    public string Describe(string topic) => OnDescribe is { } describe ? describe(topic) : $"{name}: {topic}";

    public Task<int> CountAsync(string topic, int from, CancellationToken cancellationToken) => OnCount(cancellationToken);

    public ValueTask<string> NameAsync() => new(name);

    public void Tell(string news) => OnTell(news, CancellationToken.None).GetAwaiter().GetResult();

    public Task TellAsync(string news, CancellationToken cancellationToken) => OnTell(news, cancellationToken);

    public string Clean(string text, string mark) => OnClean is { } clean ? clean(text) : $"{text}{mark}{name}";

    public ChainResult<int> Step(int number) => OnStep(number);

    public async Task<string> CleanAsync(string text, string mark, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return Clean(text, mark);
    }

    public ValueTask<ChainResult<int>> StepAsync(int number, CancellationToken cancellationToken) => new(OnStep(number));

    public string Handle(string text) => OnHandle is { } handle ? handle(text) : $"{name}: {text}";

    public async IAsyncEnumerable<string> Split(string text, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var part in text.Split(' '))
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return OnHandle is { } handle ? handle(part) : part;
        }
    }
}
