namespace Dagstack.Extensions.Orchestration.Units;

/// <summary>What is heard of a unit.</summary>
internal interface IUnitNews : IDisposable
{
    /// <summary>Waits until it may have changed, or it is time to look all the same.</summary>
    /// <param name="look">When it is time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task WaitAsync(TimeSpan look, CancellationToken cancellationToken);
}
