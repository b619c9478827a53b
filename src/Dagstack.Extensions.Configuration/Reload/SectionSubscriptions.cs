using Dagstack.Extensions.Configuration.Layers;

namespace Dagstack.Extensions.Configuration.Reload;

/// <summary>All who want to know when sections change. One thread at a time uses it.</summary>
/// <param name="news">Tells them.</param>
/// <param name="failed">Told of the path of a section whose subscriber has failed.</param>
internal sealed class SectionSubscriptions(ChangeNews news, Action<string, Exception> failed)
{
    private readonly List<SectionSubscription> _all = [];

    public void Add(SectionSubscription subscription) => _all.Add(subscription);

    /// <summary>Ends a subscription: it is told of nothing any more.</summary>
    public void End(SectionSubscription subscription)
    {
        subscription.HasEnded = true;
        _all.Remove(subscription);
    }

    /// <inheritdoc cref="SectionSubscription.Prepare"/>
    public void Prepare(ConfigState candidate, IReadOnlySet<string> changedSecrets)
    {
        foreach (var subscription in _all)
        {
            try
            {
                subscription.Prepare(candidate, changedSecrets);
            }
            catch (Exception exception) when (exception is not ConfigException)
            {
                throw new ConfigException(ConfigErrorReason.ValidationFailed, subscription.Path, $"a subscriber of the section '{subscription.Path}' cannot take it: {ExceptionText.Full(exception)}", exception);
            }
        }
    }

    /// <summary>Takes over what was prepared, and has it told.</summary>
    public void Accept()
    {
        foreach (var subscription in _all)
        {
            if (subscription.Accept() is { } tell)
            {
                news.Add(
                    () =>
                    {
                        if (!subscription.HasEnded)
                        {
                            tell();
                        }
                    },
                    exception => failed(subscription.Path, exception));
            }
        }
    }
}
